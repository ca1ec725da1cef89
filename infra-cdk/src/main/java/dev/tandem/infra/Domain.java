package dev.tandem.infra;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that one domain adds to the stack. Adding a domain is writing one of these and naming it in {@link TandemStack}. */
public record Domain(
        String name,
        List<TableSpec> tables,
        List<QueueSpec> queues,
        List<DropSpec> drops,
        List<FunctionSpec> functions,
        List<WorkflowSpec> workflows) {

    /** A table with string keys. {@code ttl} names the attribute with the epoch second after which an item may go. */
    public record TableSpec(String name, Optional<String> sortKey, Optional<String> ttl, List<IndexSpec> indexes) {}

    public record IndexSpec(String name, String partitionKey, String sortKey, boolean keysOnly) {}

    /**
     * A queue with its dead-letter queue, named XQueue and XDeadLetterQueue.
     *
     * @param visibilitySeconds time that a consumer has before a message shows up again
     * @param maximumReceives a message that was received this often goes to the dead-letter queue
     * @param consumed whether a function of this system reads it; only then is the age of its oldest message watched
     */
    public record QueueSpec(String name, int visibilitySeconds, int maximumReceives, boolean consumed) {

        public String deadLetterQueue() {
            return deadLetterQueueOf(name);
        }
    }

    /** Objects that land under the prefix of a bucket are announced on the queue. */
    public record DropSpec(String bucket, String prefix, String queue) {}

    /**
     * A workflow whose definition is the file itself.
     *
     * @param file repository path of the definition; {@code ${Name}} in it is replaced by the named function's alias ARN,
     *     bucket name or queue URL
     * @param resources logical ids that the definition may name as {@code ${Id}} besides its functions
     * @param schedule when it starts by itself; absent where a function starts it
     * @param items what the item reader of its distributed map reads, if it has one
     */
    public record WorkflowSpec(
            String name,
            String file,
            List<String> resources,
            Optional<ItemsSpec> items,
            Optional<Trigger.Schedule> schedule) {}

    /** Objects of a bucket whose keys begin with the prefix. */
    public record ItemsSpec(String bucket, String prefix) {}

    static String deadLetterQueueOf(String queue) {
        return queue.replaceAll("Queue$", "DeadLetterQueue");
    }

    /** Names of the functions that are tasks of the workflow. */
    public List<String> tasksOf(WorkflowSpec workflow) {
        return functions.stream()
                .filter(f -> f.trigger() instanceof Trigger.Task task
                        && task.workflow().equals(workflow.name()))
                .map(FunctionSpec::name)
                .toList();
    }

    Map<String, FunctionSpec> functionsByName() {
        return functions.stream().collect(java.util.stream.Collectors.toMap(FunctionSpec::name, f -> f));
    }
}
