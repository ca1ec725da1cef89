package dev.tandem.local.backends;

import java.util.List;
import java.util.Map;

/** Which permission an SQS request takes; IAM knows no batch actions of its own. */
final class SqsNeeds {
    private static final Map<String, String> SINGLE = Map.of(
            "SendMessageBatch", "SendMessage",
            "DeleteMessageBatch", "DeleteMessage",
            "ChangeMessageVisibilityBatch", "ChangeMessageVisibility");

    private SqsNeeds() {}

    /**
     * @param parameters of the JSON or the Query protocol: QueueUrl, QueueName and SourceArn are looked at
     * @param path of the request, which names the queue when the Query protocol is spoken to a queue's URL
     */
    static List<Need> of(String operation, Map<String, String> parameters, String path) {
        return List.of(new Need("sqs:" + SINGLE.getOrDefault(operation, operation), resource(parameters, path)));
    }

    private static String resource(Map<String, String> parameters, String path) {
        if (parameters.containsKey("QueueUrl")) {
            return Aws.queueArn(lastSegment(parameters.get("QueueUrl")));
        }
        if (parameters.containsKey("QueueName")) {
            return Aws.queueArn(parameters.get("QueueName"));
        }
        if (parameters.containsKey("SourceArn")) {
            return parameters.get("SourceArn");
        }
        return path.length() > 1 ? Aws.queueArn(lastSegment(path)) : "*";
    }

    private static String lastSegment(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
