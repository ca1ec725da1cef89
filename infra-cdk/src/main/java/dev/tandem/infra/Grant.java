package dev.tandem.infra;

import java.util.List;

/** One right of a function: exact actions on one resource. The function also gets the resource's environment variable. */
public sealed interface Grant {

    /** Logical id of the resource. */
    String resource();

    /** Name of the environment variable that tells the function where the resource is: StockTable gives STOCK_TABLE. */
    default String variable() {
        String snake = resource().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(java.util.Locale.ROOT);
        return switch (this) {
            case OnQueue queue -> snake + "_URL";
            case OnWorkflow workflow -> snake + "_ARN";
            case OnTable table -> snake;
            case OnBucket bucket -> snake;
            case OnModel model -> snake;
        };
    }

    /** Actions such as {@code GetItem}, without the service prefix; {@code indexes} are queried, nothing else. */
    record OnTable(String resource, List<String> actions, List<String> indexes) implements Grant {}

    record OnQueue(String resource, List<String> actions) implements Grant {}

    /** Object actions on keys under the prefixes; {@code list} also allows to list the bucket and to see a 404 as 404. */
    record OnBucket(String resource, List<String> prefixes, List<String> actions, boolean list) implements Grant {}

    /** To start executions of a workflow; {@code answers} also allows to give its task tokens back. */
    record OnWorkflow(String resource, boolean answers) implements Grant {}

    /** To ask a model of Amazon Bedrock. {@code model} is its id, or that of an inference profile. */
    record OnModel(String resource, String model) implements Grant {}

    static Grant start(String workflow) {
        return new OnWorkflow(workflow, false);
    }

    static Grant startAndAnswer(String workflow) {
        return new OnWorkflow(workflow, true);
    }

    static Grant table(String table, String... actions) {
        return new OnTable(table, List.of(actions), List.of());
    }

    static Grant index(String table, String index, String... actions) {
        return new OnTable(table, List.of(actions), List.of(index));
    }

    static Grant send(String queue) {
        return new OnQueue(queue, List.of("SendMessage"));
    }

    /** Also by version, which is how a notification of a versioned bucket names an object. */
    static Grant read(String bucket, String... prefixes) {
        return new OnBucket(bucket, List.of(prefixes), List.of("GetObject", "GetObjectVersion"), true);
    }

    static Grant write(String bucket, String... prefixes) {
        return new OnBucket(bucket, List.of(prefixes), List.of("PutObject"), false);
    }
}
