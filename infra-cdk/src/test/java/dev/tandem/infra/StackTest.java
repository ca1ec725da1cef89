package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the issue asks of functions, tables, queues, buckets and rights, held on the synthesised template. */
class StackTest {
    private final Synthesised synthesised = Synthesised.get();

    @Test
    void functionsAreJava25OnArmWithSnapStartTheirOwnRoleAndKeptLogs() {
        Set<String> roles = new HashSet<>();
        for (FunctionSpec spec : Synthesised.functions()) {
            JsonNode properties = synthesised.resource(spec.name()).path("Properties");
            assertThat(properties.path("Runtime").asText()).isEqualTo("java25");
            assertThat(properties.at("/Architectures/0").asText()).isEqualTo("arm64");
            assertThat(properties.at("/SnapStart/ApplyOn").asText()).isEqualTo("PublishedVersions");
            assertThat(properties.path("AutoPublishAlias").asText()).isEqualTo("live");
            assertThat(properties.path("Timeout").asInt()).isEqualTo(spec.timeoutSeconds());
            assertThat(properties.path("MemorySize").asInt()).isEqualTo(spec.memoryMegabytes());
            assertThat(roles.add(properties.at("/Role/Fn::GetAtt/0").asText()))
                    .as("a role of its own: " + spec.name())
                    .isTrue();
            String logs = properties.at("/LoggingConfig/LogGroup/Ref").asText();
            assertThat(synthesised
                            .resource(logs)
                            .at("/Properties/RetentionInDays")
                            .asInt())
                    .isEqualTo(30);
            assertThat(properties.has("DeadLetterQueue")).isEqualTo(spec.invokedAsynchronously());
        }
    }

    @Test
    void routesAnswerBeforeTheGatewayGivesUp() {
        assertThat(Synthesised.functions())
                .filteredOn(spec -> spec.trigger() instanceof Trigger.Route)
                .allSatisfy(spec -> assertThat(spec.timeoutSeconds()).isLessThan(29));
    }

    @Test
    void aFunctionKnowsWhatItMayUseAndNothingElse() {
        for (FunctionSpec spec : Synthesised.functions()) {
            Set<String> expected =
                    new HashSet<>(List.of("TANDEM_STAGE", "POWERTOOLS_SERVICE_NAME", "POWERTOOLS_METRICS_NAMESPACE"));
            spec.grants().forEach(grant -> expected.add(grant.variable()));
            spec.queue().ifPresent(queue -> expected.add("DEAD_LETTER_QUEUE_URL"));
            assertThat(synthesised
                            .resource(spec.name())
                            .at("/Properties/Environment/Variables")
                            .fieldNames())
                    .toIterable()
                    .as(spec.name())
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(Grant.send("StockDifferenceQueue").variable()).isEqualTo("STOCK_DIFFERENCE_QUEUE_URL");
        assertThat(Grant.table("StockTable").variable()).isEqualTo("STOCK_TABLE");
    }

    @Test
    void rightsAreExactActionsAndOnlyTracesAndLogDeliveryAreOnEverything() {
        List<JsonNode> statements = new ArrayList<>();
        synthesised
                .resources("AWS::IAM::Role")
                .values()
                .forEach(role -> role.at("/Properties/Policies")
                        .forEach(
                                policy -> policy.at("/PolicyDocument/Statement").forEach(statements::add)));
        synthesised
                .resources("AWS::IAM::Policy")
                .values()
                .forEach(policy ->
                        policy.at("/Properties/PolicyDocument/Statement").forEach(statements::add));
        assertThat(statements).hasSizeGreaterThan(Synthesised.functions().size());
        for (JsonNode statement : statements) {
            List<String> actions = texts(statement.path("Action"));
            assertThat(actions).noneMatch(action -> action.contains("*"));
            if (texts(statement.path("Resource")).contains("*")) {
                assertThat(actions).allMatch(action -> action.startsWith("xray:") || action.startsWith("logs:"));
            }
        }
    }

    private static List<String> texts(JsonNode oneOrMany) {
        return oneOrMany.isArray()
                ? oneOrMany.valueStream().map(JsonNode::asText).toList()
                : List.of(oneOrMany.asText());
    }

    @Test
    void tablesAreOnDemandRecoverableEncryptedAndOutliveTheStack() {
        Map<String, JsonNode> tables = synthesised.resources("AWS::DynamoDB::Table");
        assertThat(tables).isNotEmpty();
        tables.forEach((id, table) -> {
            JsonNode properties = table.path("Properties");
            assertThat(properties.path("BillingMode").asText()).isEqualTo("PAY_PER_REQUEST");
            assertThat(properties
                            .at("/PointInTimeRecoverySpecification/PointInTimeRecoveryEnabled")
                            .asBoolean())
                    .isTrue();
            assertThat(properties.at("/SSESpecification/SSEEnabled").asBoolean())
                    .isTrue();
            assertThat(table.path("DeletionPolicy").asText()).isEqualTo("Retain");
        });
        for (String personal : List.of("ReservationTable", "IdempotencyTable")) {
            assertThat(tables.get(personal)
                            .at("/Properties/TimeToLiveSpecification/AttributeName")
                            .asText())
                    .as(personal)
                    .isEqualTo("deleteAt");
        }
    }

    @Test
    void bucketsArePrivateVersionedTidiedAndSpeakTlsOnly() {
        Map<String, JsonNode> buckets = synthesised.resources("AWS::S3::Bucket");
        assertThat(buckets).containsKeys("PartnerBucket", "DataBucket");
        buckets.forEach((id, bucket) -> {
            JsonNode properties = bucket.path("Properties");
            properties
                    .path("PublicAccessBlockConfiguration")
                    .forEach(blocked -> assertThat(blocked.asBoolean()).isTrue());
            assertThat(properties.path("PublicAccessBlockConfiguration").size()).isEqualTo(4);
            assertThat(properties.at("/VersioningConfiguration/Status").asText())
                    .isEqualTo("Enabled");
            assertThat(properties.at("/LifecycleConfiguration/Rules").size()).isPositive();
            assertThat(synthesised.resource(id + "Policy").toString())
                    .contains("\"Effect\":\"Deny\"", "\"aws:SecureTransport\":\"false\"");
        });
    }

    @Test
    void everyDropPrefixIsAnnouncedToAQueueThatS3MayWriteTo() {
        JsonNode configurations =
                synthesised.resource("PartnerBucket").at("/Properties/NotificationConfiguration/QueueConfigurations");
        List<Domain.DropSpec> drops =
                TandemStack.DOMAINS.stream().flatMap(d -> d.drops().stream()).toList();
        assertThat(configurations.size()).isEqualTo(drops.size());
        for (JsonNode configuration : configurations) {
            String prefix = configuration.at("/Filter/S3Key/Rules/0/Value").asText();
            String queue = configuration.at("/Queue/Fn::GetAtt/0").asText();
            assertThat(drops)
                    .anyMatch(
                            drop -> drop.prefix().equals(prefix) && drop.queue().equals(queue));
            assertThat(synthesised.resource(queue + "Policy").toString())
                    .contains("s3.amazonaws.com", "aws:SourceAccount");
            assertThat(texts(synthesised.resource("PartnerBucket").path("DependsOn")))
                    .contains(queue + "Policy");
        }
    }

    @Test
    void aQueueGivesItsConsumerTimeAndItsPoisonADeadLetterQueue() {
        for (FunctionSpec spec : Synthesised.functions()) {
            spec.queue().ifPresent(trigger -> {
                JsonNode queue = synthesised.resource(trigger.queue()).path("Properties");
                assertThat(queue.path("VisibilityTimeout").asInt()).isGreaterThan(spec.timeoutSeconds());
                assertThat(queue.at("/RedrivePolicy/deadLetterTargetArn/Fn::GetAtt/0")
                                .asText())
                        .isEqualTo(Domain.deadLetterQueueOf(trigger.queue()));
                JsonNode mapping = synthesised.resource(spec.name() + "Source").path("Properties");
                assertThat(mapping.at("/FunctionName/Ref").asText()).isEqualTo(spec.name() + ".Alias");
                assertThat(texts(mapping.path("FunctionResponseTypes"))).containsExactly("ReportBatchItemFailures");
            });
        }
    }

    @Test
    void errorsThrottlesOldMessagesAndDeadLettersRaiseAlarmsThatSomeoneHears() {
        Map<String, JsonNode> alarms = synthesised.resources("AWS::CloudWatch::Alarm");
        for (FunctionSpec spec : Synthesised.functions()) {
            assertThat(alarms).containsKey(spec.name() + "TroubleAlarm");
            assertThat(alarms.get(spec.name() + "TroubleAlarm")
                            .path("Properties")
                            .path("Metrics")
                            .toString())
                    .contains("\"Errors\"", "\"Throttles\"", "errors", "throttles")
                    .contains("\"Ref\":\"" + spec.name() + "\"");
        }
        for (String queue : synthesised.resources("AWS::SQS::Queue").keySet()) {
            if (queue.endsWith("DeadLetterQueue")) {
                assertThat(alarms).containsKey(queue + "DepthAlarm");
            }
        }
        assertThat(alarms).containsKeys("StockFeedQueueAgeAlarm", "StockReconciliationFailuresAlarm");
        alarms.values()
                .forEach(alarm -> assertThat(
                                alarm.at("/Properties/AlarmActions/0/Ref").asText())
                        .isEqualTo("AlarmTopic"));
    }

    @Test
    void schedulesKeepTheirZoneAndTheirFailures() {
        JsonNode nightly = synthesised.resource("StockReconciliationSchedule").path("Properties");
        assertThat(nightly.path("ScheduleExpression").asText()).isEqualTo("cron(0 2 * * ? *)");
        assertThat(nightly.path("ScheduleExpressionTimezone").asText()).isEqualTo("Europe/London");
        for (JsonNode schedule :
                synthesised.resources("AWS::Scheduler::Schedule").values()) {
            assertThat(schedule.at("/Properties/Target/DeadLetterConfig/Arn/Fn::GetAtt/0")
                            .asText())
                    .isEqualTo(Stores.SCHEDULE_DEAD_LETTERS);
        }
    }
}
