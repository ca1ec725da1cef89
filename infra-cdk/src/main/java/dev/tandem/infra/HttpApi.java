package dev.tandem.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.ApiKey;
import software.amazon.awscdk.services.apigateway.CfnAccount;
import software.amazon.awscdk.services.apigateway.CfnUsagePlanKey;
import software.amazon.awscdk.services.apigateway.EndpointType;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.Period;
import software.amazon.awscdk.services.apigateway.QuotaSettings;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.amazon.awscdk.services.iam.ManagedPolicy;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.RetentionDays;
import software.constructs.Construct;

/** The HTTP API: a REST API made of the contract, its stage, and the partners' usage plan. */
final class HttpApi {
    static final String API = "TandemApi";
    static final String STAGE = "live";

    /** Requests per second over all callers, and how many above that may come at once. Protects the account's concurrency. */
    private static final int RATE = 500;

    private static final int BURST = 1000;

    /** A partner drops files and asks for reports; that is a few requests a minute. */
    private static final int PARTNER_RATE = 10;

    private static final int PARTNER_REQUESTS_PER_DAY = 20_000;

    private final SpecRestApi api;
    private final ApiKey partnerKey;

    HttpApi(Construct scope, Contract contract, Functions functions) {
        LogGroup accessLogs = LogGroup.Builder.create(scope, "ApiAccessLogs")
                .retention(RetentionDays.ONE_MONTH)
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        CfnAccount account = loggingAccount(scope);
        Map<String, Object> body = new ObjectMapper()
                .convertValue(
                        contract.withGateway(
                                Users.POOL,
                                function -> functions.alias(function).getFunctionArn()),
                        new TypeReference<Map<String, Object>>() {});
        api = SpecRestApi.Builder.create(scope, API)
                .apiDefinition(ApiDefinition.fromInline(body))
                .endpointTypes(List.of(EndpointType.REGIONAL))
                .cloudWatchRole(false)
                .deployOptions(StageOptions.builder()
                        .stageName(STAGE)
                        .accessLogDestination(new LogGroupLogDestination(accessLogs))
                        .accessLogFormat(AccessLogFormat.jsonWithStandardFields())
                        .loggingLevel(MethodLoggingLevel.ERROR)
                        .dataTraceEnabled(false)
                        .metricsEnabled(true)
                        .tracingEnabled(true)
                        .throttlingRateLimit(RATE)
                        .throttlingBurstLimit(BURST)
                        .build())
                .build();
        api.getDeploymentStage().getNode().addDependency(account);
        Nag.accept(
                api,
                "AwsSolutions-APIG2",
                "Every request is validated: the contract itself names the validator, which the rule does not look into");
        Nag.accept(
                api.getDeploymentStage(),
                "AwsSolutions-APIG3",
                "A web ACL is an account's own choice and price; the stage is throttled and every request validated");
        Nag.accept(
                api,
                "CdkNagValidationFailure",
                "The rule reads stage settings from the deployment, where this API has none; the stage logs JSON",
                "Serverless-APIGWStructuredLogging");
        contract.operations().forEach(operation -> permit(scope, operation, functions));
        partnerKey = ApiKey.Builder.create(scope, "PartnerApiKey")
                .description("The first partner's key; more are made by hand, each in the usage plan")
                .build();
        UsagePlan plan = UsagePlan.Builder.create(scope, "PartnerUsagePlan")
                .description("Partners that drop files")
                .throttle(ThrottleSettings.builder()
                        .rateLimit(PARTNER_RATE)
                        .burstLimit(PARTNER_RATE * 2)
                        .build())
                .quota(QuotaSettings.builder()
                        .limit(PARTNER_REQUESTS_PER_DAY)
                        .period(Period.DAY)
                        .build())
                .apiStages(List.of(UsagePlanPerApiStage.builder()
                        .api(api)
                        .stage(api.getDeploymentStage())
                        .build()))
                .build();
        CfnUsagePlanKey.Builder.create(scope, "PartnerUsagePlanKey")
                .keyId(partnerKey.getKeyId())
                .keyType("API_KEY")
                .usagePlanId(plan.getUsagePlanId())
                .build();
    }

    String partnerKeyId() {
        return partnerKey.getKeyId();
    }

    /** API Gateway writes to CloudWatch with one role for the whole account and region. */
    private static CfnAccount loggingAccount(Construct scope) {
        Role role = Role.Builder.create(scope, "ApiLoggingRole")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .managedPolicies(List.of(
                        ManagedPolicy.fromAwsManagedPolicyName("service-role/AmazonAPIGatewayPushToCloudWatchLogs")))
                .build();
        Nag.accept(
                role,
                "AwsSolutions-IAM4",
                "AWS's own policy for exactly this role; it is for the whole account and region");
        return CfnAccount.Builder.create(scope, "ApiLoggingAccount")
                .cloudWatchRoleArn(role.getRoleArn())
                .build();
    }

    /** The gateway may call the function for this method of this path and for nothing else. */
    private void permit(Construct scope, Contract.Operation operation, Functions functions) {
        String path = operation.path().replaceAll("\\{[^}]*}", "*");
        String id = operation.function() + "Permission" + suffix(operation);
        CfnPermission.Builder.create(scope, id)
                .action("lambda:InvokeFunction")
                .principal("apigateway.amazonaws.com")
                .functionName(functions.alias(operation.function()).getFunctionArn())
                .sourceArn(Fn.join(
                        "",
                        List.of(
                                "arn:" + Aws.PARTITION + ":execute-api:" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":",
                                api.getRestApiId(),
                                "/" + STAGE + "/" + operation.method() + path)))
                .build();
    }

    /** Tells permissions apart where one function serves several operations. */
    private static String suffix(Contract.Operation operation) {
        String words = operation.path().replaceAll("[^A-Za-z0-9]+", " ").strip();
        StringBuilder suffix = new StringBuilder(
                operation.method().charAt(0) + operation.method().substring(1).toLowerCase(java.util.Locale.ROOT));
        for (String word : words.split(" ")) {
            suffix.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
        }
        return suffix.toString();
    }
}
