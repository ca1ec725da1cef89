package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What the template declares and the embedded cloud runs, every value resolved. */
public sealed interface Resource {

    String logicalId();

    /**
     * A Lambda function.
     *
     * @param code zip or folder, absolute
     * @param layers logical ids of layers in class path order
     * @param roleId logical id of its role, if the role is declared in the template
     * @param retries how often a failed asynchronous invocation is repeated, 0 to 2
     * @param onFailureArn destination that gets a record of what failed for good
     * @param deadLetterArn queue that gets the bare event that failed for good
     */
    record Function(
            String logicalId,
            String name,
            String arn,
            String handler,
            Path code,
            List<String> layers,
            int memoryMegabytes,
            Duration timeout,
            Map<String, String> environment,
            OptionalInt reservedConcurrency,
            Optional<String> roleId,
            int retries,
            Optional<String> onFailureArn,
            Optional<String> deadLetterArn)
            implements Resource {}

    /** A layer: a zip (or folder) with {@code java/lib/*.jar}. */
    record Layer(String logicalId, Path content) implements Resource {}

    /** A DynamoDB table; {@code properties} are those of {@code AWS::DynamoDB::Table}. */
    record Table(String logicalId, String name, String arn, JsonNode properties) implements Resource {}

    /** An SQS queue; {@code properties} are those of {@code AWS::SQS::Queue}. */
    record Queue(String logicalId, String name, String arn, String url, JsonNode properties) implements Resource {}

    /** An S3 bucket and whom it tells about new objects. */
    record Bucket(String logicalId, String name, String arn, List<Notification> notifications) implements Resource {}

    /**
     * One notification of a bucket.
     *
     * @param event as S3 names it, perhaps with a wildcard: {@code s3:ObjectCreated:*}
     * @param targetArn queue or function
     */
    record Notification(String id, String event, String prefix, String suffix, String targetArn) {

        /** Whether an event of this name about this key goes to the target. */
        public boolean matches(String eventName, String key) {
            boolean event = this.event.endsWith("*")
                    ? eventName.startsWith(this.event.substring(0, this.event.length() - 1))
                    : eventName.equals(this.event);
            return event && key.startsWith(prefix) && key.endsWith(suffix);
        }
    }

    /** A queue that feeds a function. */
    record EventSource(
            String logicalId,
            String queueArn,
            String functionName,
            int batchSize,
            Duration window,
            boolean reportBatchItemFailures,
            OptionalInt maximumConcurrency,
            boolean enabled)
            implements Resource {}

    /** {@code rate(...)}, {@code cron(...)} or {@code at(...)} and what it starts. */
    record Schedule(
            String logicalId,
            String name,
            String expression,
            ZoneId zone,
            boolean enabled,
            String targetArn,
            Optional<String> input,
            Optional<String> roleId)
            implements Resource {}

    /** A workflow in the Amazon States Language. */
    record StateMachine(String logicalId, String name, String arn, JsonNode definition, Optional<String> roleId)
            implements Resource {}

    /** An API: the OpenAPI document with its integrations resolved. */
    record Api(String logicalId, String name, JsonNode body) implements Resource {}

    /** A key of a partner; {@code value} is empty where the template leaves it to the cloud to draw one. */
    record ApiKey(String logicalId, String name, Optional<String> value, boolean enabled) implements Resource {}

    /** A role with every policy document that grants to it. */
    record Role(String logicalId, String arn, List<JsonNode> policies) implements Resource {

        public PolicyEngine engine() {
            return PolicyEngine.of(policies);
        }
    }
}
