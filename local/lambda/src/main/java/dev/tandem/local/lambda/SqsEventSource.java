package dev.tandem.local.lambda;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.DeleteMessageBatchRequestEntry;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Event source mapping from a queue to a function: polls, invokes with a batch, deletes what succeeded. What failed stays
 * in the queue until its visibility timeout ends, and moves to the dead-letter queue by the queue's own redrive policy.
 * Event filters are not supported.
 */
public final class SqsEventSource implements AutoCloseable {
    /** Batches at a time where the mapping says nothing; AWS starts with 5, one machine is better off with fewer. */
    public static final int DEFAULT_CONCURRENCY = 2;

    private static final Logger LOG = LoggerFactory.getLogger(SqsEventSource.class);
    private static final int SDK_BATCH = 10;
    /** Short polls, so that a stop never leaves a message received and forgotten; the queue is in this process. */
    private static final int POLL_SECONDS = 1;
    /** Lambda takes 6 MB with the envelope. */
    private static final long MAX_BATCH_CHARACTERS = 5_000_000;

    private static final Duration PAUSE_AFTER_ERROR = Duration.ofSeconds(1);

    /**
     * The mapping as in the template.
     *
     * @param batchSize most messages of one invocation, 1 to 10,000
     * @param window longest wait for a batch to fill once it holds a message; zero takes what is there
     * @param reportBatchItemFailures whether the function's answer names the messages that failed
     * @param maximumConcurrency most batches at a time
     */
    public record Mapping(
            String queueUrl,
            String queueArn,
            String functionName,
            int batchSize,
            Duration window,
            boolean reportBatchItemFailures,
            int maximumConcurrency) {
        public Mapping {
            if (batchSize < 1 || batchSize > 10_000) {
                throw new IllegalArgumentException("batchSize must be 1 to 10000, not " + batchSize);
            }
            if (window.isNegative() || window.compareTo(Duration.ofMinutes(5)) > 0) {
                throw new IllegalArgumentException("window must be 0 to 300 seconds");
            }
            if (maximumConcurrency < 1) {
                throw new IllegalArgumentException("maximumConcurrency must be at least 1");
            }
        }
    }

    private final SqsClient client;
    private final LambdaService lambda;
    private final Mapping mapping;
    /** No more than there are processes: a batch that finds none would be seen again only after its visibility timeout. */
    private final int atOnce;

    private final Semaphore free;
    private final Thread poller;
    private volatile boolean stopped;
    private boolean complained;

    private SqsEventSource(SqsClient client, LambdaService lambda, Mapping mapping) {
        this.client = client;
        this.lambda = lambda;
        this.mapping = mapping;
        this.atOnce = Math.min(mapping.maximumConcurrency(), lambda.maxProcessesPerFunction());
        this.free = new Semaphore(atOnce);
        this.poller = Thread.ofVirtual().name("sqs-" + mapping.functionName()).unstarted(this::poll);
    }

    /** Starts to poll; the client stays the caller's. */
    public static SqsEventSource start(SqsClient client, LambdaService lambda, Mapping mapping) {
        SqsEventSource source = new SqsEventSource(client, lambda, mapping);
        source.poller.start();
        return source;
    }

    /** Takes no more messages; returns at once, so that many can stop together before each is closed. */
    public void stop() {
        stopped = true;
    }

    /** Stops and waits for the poll and the batches under way, at most 5 s. */
    @Override
    public void close() {
        stop();
        try {
            poller.join(Duration.ofSeconds(5));
            if (free.tryAcquire(atOnce, 5, TimeUnit.SECONDS)) {
                free.release(atOnce);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void poll() {
        while (!stopped) {
            free.acquireUninterruptibly();
            List<Message> batch = List.of();
            try {
                batch = collect();
                complained = false;
            } catch (SdkException e) {
                complain(e);
            } finally {
                if (batch.isEmpty()) {
                    free.release();
                }
            }
            if (!batch.isEmpty()) {
                List<Message> full = batch;
                Thread.ofVirtual().name("batch-" + mapping.functionName()).start(() -> process(full));
            }
        }
    }

    private List<Message> collect() {
        List<Message> batch = new ArrayList<>(receive(Math.min(SDK_BATCH, mapping.batchSize()), POLL_SECONDS));
        long deadline = System.nanoTime() + mapping.window().toNanos();
        long characters = characters(batch);
        while (!batch.isEmpty()
                && batch.size() < mapping.batchSize()
                && characters < MAX_BATCH_CHARACTERS
                && !stopped) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                break;
            }
            int wait = left >= TimeUnit.SECONDS.toNanos(POLL_SECONDS) ? POLL_SECONDS : 0;
            List<Message> more = receive(Math.min(SDK_BATCH, mapping.batchSize() - batch.size()), wait);
            if (more.isEmpty() && wait == 0) {
                pause(Duration.ofNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50))));
            }
            batch.addAll(more);
            characters += characters(more);
        }
        return batch;
    }

    private List<Message> receive(int count, int waitSeconds) {
        return client.receiveMessage(request -> request.queueUrl(mapping.queueUrl())
                        .maxNumberOfMessages(count)
                        .waitTimeSeconds(waitSeconds)
                        .messageSystemAttributeNamesWithStrings("All")
                        .messageAttributeNames("All"))
                .messages();
    }

    private static long characters(List<Message> messages) {
        return messages.stream().mapToLong(message -> message.body().length()).sum();
    }

    private void process(List<Message> batch) {
        try {
            InvocationResult result = lambda.invoke(mapping.functionName(), SqsEvent.of(batch, mapping.queueArn()));
            delete(succeeded(batch, result));
        } catch (ThrottledException e) {
            LOG.info("{}: {} messages wait for their visibility timeout", e.getMessage(), batch.size());
        } catch (FunctionNotFoundException | SdkException e) {
            LOG.warn("Batch of {} for {} not finished: {}", batch.size(), mapping.functionName(), e.getMessage());
        } finally {
            free.release();
        }
    }

    private List<Message> succeeded(List<Message> batch, InvocationResult result) {
        if (result.failed()) {
            LOG.warn(
                    "{} failed for a batch of {}: {}",
                    mapping.functionName(),
                    batch.size(),
                    result.errorMessage().orElse("no message"));
            return List.of();
        }
        if (!mapping.reportBatchItemFailures()) {
            return batch;
        }
        Optional<Set<String>> failed = SqsEvent.failures(result.payload(), batch);
        return failed.map(ids -> batch.stream()
                        .filter(message -> !ids.contains(message.messageId()))
                        .toList())
                .orElse(List.of());
    }

    private void delete(List<Message> messages) {
        for (int from = 0; from < messages.size(); from += SDK_BATCH) {
            List<DeleteMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Message message : messages.subList(from, Math.min(messages.size(), from + SDK_BATCH))) {
                entries.add(DeleteMessageBatchRequestEntry.builder()
                        .id(Integer.toString(entries.size()))
                        .receiptHandle(message.receiptHandle())
                        .build());
            }
            client.deleteMessageBatch(
                    request -> request.queueUrl(mapping.queueUrl()).entries(entries));
        }
    }

    private void complain(SdkException problem) {
        if (!complained && !stopped) {
            LOG.warn("Cannot poll {}: {}", mapping.queueUrl(), problem.getMessage());
            complained = true;
        }
        pause(PAUSE_AFTER_ERROR);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
