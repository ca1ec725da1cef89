package dev.tandem.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.CfnUserPoolGroup;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.constructs.Construct;

/** Shoppers and staff: one user pool, in which the groups say who is staff. */
final class Users {
    static final String POOL = "UserPool";

    private final UserPool pool;
    private final UserPoolClient client;

    Users(Construct scope) {
        pool = UserPool.Builder.create(scope, POOL)
                .selfSignUpEnabled(true)
                .signInAliases(SignInAliases.builder().email(true).build())
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .passwordPolicy(PasswordPolicy.builder()
                        .minLength(12)
                        .requireDigits(true)
                        .requireLowercase(true)
                        .requireUppercase(true)
                        .requireSymbols(true)
                        .tempPasswordValidity(Duration.days(3))
                        .build())
                .mfa(Mfa.OPTIONAL)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .removalPolicy(RemovalPolicy.RETAIN)
                .build();
        Nag.accept(
                pool,
                "AwsSolutions-COG2",
                "Shoppers may use a second factor; asking for one at a first purchase loses them");
        Nag.accept(
                pool,
                "AwsSolutions-COG3",
                "Threat protection belongs to a dearer plan, which an installation may choose");
        client = UserPoolClient.Builder.create(scope, "UserPoolClient")
                .userPool(pool)
                .authFlows(AuthFlow.builder().userSrp(true).build())
                .disableOAuth(true)
                .preventUserExistenceErrors(true)
                .accessTokenValidity(Duration.hours(1))
                .idTokenValidity(Duration.hours(1))
                .build();
        for (Group group : List.of(
                new Group("StaffGroup", "staff", "People in stores and warehouses"),
                new Group("CouriersGroup", "couriers", "Couriers; a courier's id is the subject of the token"),
                new Group("OperationsGroup", "operations", "People who run the system"))) {
            CfnUserPoolGroup.Builder.create(scope, group.id())
                    .userPoolId(pool.getUserPoolId())
                    .groupName(group.name())
                    .description(group.description())
                    .build();
        }
    }

    private record Group(String id, String name, String description) {}

    String poolId() {
        return pool.getUserPoolId();
    }

    String clientId() {
        return client.getUserPoolClientId();
    }
}
