package dev.tandem.local.cloud;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.backends.BackendException;
import dev.tandem.local.backends.DynamoDbBackend;
import dev.tandem.local.backends.FrontDoor;
import dev.tandem.local.backends.ObjectEvent;
import dev.tandem.local.backends.S3Backend;
import dev.tandem.local.backends.SqsBackend;
import dev.tandem.local.gateway.DevelopmentTokens;
import dev.tandem.local.template.Arns;
import dev.tandem.local.template.CloudTemplate;
import dev.tandem.local.template.Resource;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/** The stateful services, started side by side, with the tables, queues and buckets of the template in them. */
record Stores(DynamoDbBackend dynamoDb, SqsBackend sqs, S3Backend s3, DevelopmentTokens tokens) {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(Stores.class);

    /** Held here, or the setting would be collected with the logger. */
    private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

    static {
        // It prints a stack trace for what the caller is told anyway.
        SQLITE_LOG.setUseParentHandlers(false);
    }

    static Stores start(
            Options options,
            StateFolder state,
            CloudTemplate template,
            FrontDoor frontDoor,
            Principals principals,
            Shutdown shutdown,
            ObjectEvent.Listener listener) {
        CompletableFuture<DynamoDbBackend> dynamoDb = aside("dynamodb", () -> {
            DynamoDbBackend backend = shutdown.add(DynamoDbBackend.start(state.lasting("dynamodb")));
            frontDoor.attachDynamoDb(backend.endpoint());
            guarded(state, "dynamodb", () -> template.tables().forEach(table -> create(backend, table)));
            return backend;
        });
        CompletableFuture<SqsBackend> sqs = aside("sqs", () -> {
            SqsBackend backend = shutdown.add(SqsBackend.start(state.lasting("sqs"), frontDoor.endpoint()));
            frontDoor.attachSqs(backend.endpoint());
            guarded(
                    state,
                    "sqs",
                    () -> deadLettersFirst(template.queues())
                            .forEach(queue -> backend.createQueue(queue.name(), queue.properties())));
            return backend;
        });
        CompletableFuture<S3Backend> s3 = aside("s3", () -> {
            S3Backend backend = shutdown.add(
                    S3Backend.start(options.s3Port(), state.folder("s3"), principals::secretOf, principals, listener));
            template.buckets().forEach(bucket -> backend.createBucket(bucket.name()));
            return backend;
        });
        CompletableFuture<DevelopmentTokens> tokens =
                aside("tokens", () -> DevelopmentTokens.open(state.lasting("tokens"), Clock.systemUTC()));
        // All of them, also when one fails: what comes up must be known before it can be ended.
        CompletableFuture.allOf(dynamoDb, sqs, s3, tokens).join();
        return new Stores(dynamoDb.join(), sqs.join(), s3.join(), tokens.join());
    }

    private static void create(DynamoDbBackend backend, Resource.Table table) {
        ObjectNode properties = table.properties().deepCopy();
        backend.createTable(properties.put("TableName", table.name()));
    }

    /** A queue that sends its failures to another needs that other one first. */
    private static List<Resource.Queue> deadLettersFirst(List<Resource.Queue> queues) {
        return queues.stream()
                .sorted((a, b) -> Boolean.compare(
                        a.properties().has("RedrivePolicy"), b.properties().has("RedrivePolicy")))
                .toList();
    }

    private static void guarded(StateFolder state, String part, Runnable work) {
        try {
            work.run();
        } catch (BackendException e) {
            String where = state.ephemeral() ? "" : " (kept in " + state.folder(part) + ")";
            throw new StartupException(part + where + " cannot be used: " + e.getMessage(), e);
        }
    }

    private static <T> CompletableFuture<T> aside(String name, Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("start-" + name).start(() -> {
            long start = System.nanoTime();
            try {
                result.complete(work.get());
                LOG.debug("{} is up after {} ms", name, (System.nanoTime() - start) / 1_000_000);
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Sends a message in the name of the cloud itself. */
    void send(String queueArn, String message) {
        sqs.call(
                "SendMessage",
                JsonNodeFactory.instance
                        .objectNode()
                        .put("QueueUrl", sqs.queueUrl(Arns.lastPart(queueArn)).toString())
                        .put("MessageBody", message));
    }
}
