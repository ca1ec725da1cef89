package dev.tandem.infra;

import static dev.tandem.infra.Functions.allow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awscdk.Aws;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** What a grant says in the words of IAM, and how its holder finds the resource. */
final class Rights {
    /** Such as eu.amazon.nova-lite-v1:0. */
    private static final Pattern PROFILE = Pattern.compile("(?:us|us-gov|eu|apac|jp|au|ca|global)\\.(.+)");

    private final Stores stores;

    Rights(Stores stores) {
        this.stores = stores;
    }

    List<PolicyStatement> statements(Grant grant) {
        return switch (grant) {
            case Grant.OnTable on ->
                List.of(allow(
                        prefixed("dynamodb:", on.actions()),
                        on.indexes().isEmpty()
                                ? List.of(stores.table(on.resource()).getTableArn())
                                : on.indexes().stream()
                                        .map(index ->
                                                stores.table(on.resource()).getTableArn() + "/index/" + index)
                                        .toList()));
            case Grant.OnQueue on ->
                List.of(allow(
                        prefixed("sqs:", on.actions()),
                        List.of(stores.queue(on.resource()).getQueueArn())));
            case Grant.OnBucket on -> {
                List<PolicyStatement> statements = new ArrayList<>();
                statements.add(allow(
                        prefixed("s3:", on.actions()),
                        on.prefixes().stream()
                                .map(prefix -> stores.bucket(on.resource()).getBucketArn() + "/" + prefix + "*")
                                .toList()));
                if (on.list()) {
                    // Without it S3 answers 403 for an object that is not there.
                    statements.add(allow(
                            List.of("s3:ListBucket"),
                            List.of(stores.bucket(on.resource()).getBucketArn())));
                }
                yield statements;
            }
            case Grant.OnWorkflow on -> {
                List<String> actions = on.answers()
                        ? List.of("states:StartExecution", "states:SendTaskSuccess")
                        : List.of("states:StartExecution");
                yield List.of(allow(actions, List.of(workflowArn(on))));
            }
            case Grant.OnModel on -> models(on.model());
        };
    }

    /** How a function finds what it has a right to. */
    String locator(Grant grant) {
        return switch (grant) {
            case Grant.OnWorkflow on -> workflowArn(on);
            case Grant.OnModel on -> on.model();
            default -> stores.locator(grant.resource());
        };
    }

    /** An inference profile sends to the model in several regions, so it takes a right to both, the model's only by way of it. */
    private static List<PolicyStatement> models(String id) {
        List<String> invoke = List.of("bedrock:InvokeModel");
        Matcher profile = PROFILE.matcher(id);
        if (!profile.matches()) {
            return List.of(allow(
                    invoke, List.of("arn:" + Aws.PARTITION + ":bedrock:" + Aws.REGION + "::foundation-model/" + id)));
        }
        String arn =
                "arn:" + Aws.PARTITION + ":bedrock:" + Aws.REGION + ":" + Aws.ACCOUNT_ID + ":inference-profile/" + id;
        return List.of(
                allow(invoke, List.of(arn)),
                PolicyStatement.Builder.create()
                        .actions(invoke)
                        .resources(List.of("arn:" + Aws.PARTITION + ":bedrock:*::foundation-model/" + profile.group(1)))
                        .conditions(Map.of("StringEquals", Map.of("bedrock:InferenceProfileArn", arn)))
                        .build());
    }

    /** By its logical id, which is the workflow's name: workflows are made after the functions that are their tasks. */
    private static String workflowArn(Grant.OnWorkflow on) {
        return Fn.getAtt(on.resource(), "Arn").toString();
    }

    private static List<String> prefixed(String prefix, List<String> actions) {
        return actions.stream().map(prefix::concat).toList();
    }
}
