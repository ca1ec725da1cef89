package dev.tandem.local.lambda;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Lambda service: functions by name, invoked synchronously or asynchronously, each run in a child JVM by AWS's Java
 * runtime interface client. One request at a time per process; processes start when needed, up to the reserved concurrency
 * or {@link LambdaOptions#maxProcessesPerFunction()}, and are released when idle. All methods are safe for use by many
 * threads. {@link #close()} ends all child processes; they also end by themselves when this JVM dies.
 */
public final class LambdaService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaService.class);
    private static final long SWEEP_MILLIS = 500;

    private final LambdaOptions options;
    private final CodeCache cache;
    private final ScheduledThreadPoolExecutor timer;
    private final Map<String, FunctionPool> pools = new ConcurrentHashMap<>();

    public LambdaService(LambdaOptions options) {
        this(options, new CodeCache(options.cacheFolder()));
    }

    LambdaService(LambdaOptions options, CodeCache cache) {
        this.options = options;
        this.cache = cache;
        this.timer = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("lambda-timer").factory());
        timer.setRemoveOnCancelPolicy(true);
        timer.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Defines a function, or replaces one of the same name; nothing is started before its first invocation. */
    public void define(FunctionDefinition function) {
        FunctionPool former = pools.put(function.name(), new FunctionPool(function, options, cache, timer));
        if (former != null) {
            former.close();
        }
    }

    /** How many calls of one function can be worked on at once. */
    int maxProcessesPerFunction() {
        return options.maxProcessesPerFunction();
    }

    /** Defined functions by name. */
    public List<FunctionDefinition> functions() {
        return pools.values().stream()
                .map(FunctionPool::function)
                .sorted(Comparator.comparing(FunctionDefinition::name))
                .toList();
    }

    /**
     * Runs a function and waits for its answer; a failed function is a result, not an exception.
     *
     * @param name function name or ARN, with or without qualifier
     * @param payload JSON
     * @throws FunctionNotFoundException where no such function is defined
     * @throws ThrottledException where no process got free in time, or the queue is full; nothing ran
     */
    public InvocationResult invoke(String name, byte[] payload) {
        return invoke(name, payload, false);
    }

    /** As {@link #invoke(String, byte[])}; with {@code logTail} the result also holds the last 4 KB of its log. */
    public InvocationResult invoke(String name, byte[] payload, boolean logTail) {
        return run(Invocation.of(Arns.functionName(name), Invocation.newRequestId(), payload, logTail));
    }

    /**
     * Queues an event and returns at once. A failing function is run again after {@link LambdaOptions#retryDelays()}, at most
     * {@link FunctionDefinition#maximumRetryAttempts()} times; then the event goes to its on-failure destination. Throttled
     * attempts do not count.
     *
     * @return request id, the same in all attempts
     * @throws FunctionNotFoundException where no such function is defined
     */
    public String invokeAsync(String name, byte[] payload) {
        FunctionPool pool = pool(Arns.functionName(name));
        String requestId = Invocation.newRequestId();
        Thread.ofVirtual().start(() -> attempt(pool.function(), requestId, payload, 1));
        return requestId;
    }

    /** Starts one process of a function ahead of its first invocation, without waiting for it. */
    public void warm(String name) {
        pool(name).warm();
    }

    /** @throws FunctionNotFoundException where no such function is defined */
    public FunctionMetrics metrics(String name) {
        return pool(name).metrics();
    }

    /** Figures of all functions, by name. */
    public List<FunctionMetrics> metrics() {
        return pools.values().stream()
                .map(FunctionPool::metrics)
                .sorted(Comparator.comparing(FunctionMetrics::name))
                .toList();
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pools.values().forEach(FunctionPool::close);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        try {
            for (FunctionPool pool : pools.values()) {
                if (!pool.awaitEnd(deadline)) {
                    LOG.warn(
                            "Processes of {} did not end in time",
                            pool.function().name());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private InvocationResult run(Invocation invocation) {
        pool(Arns.functionName(invocation.functionArn())).submit(invocation);
        try {
            return invocation.result().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ThrottledException throttled) {
                throw throttled;
            }
            throw e;
        }
    }

    private void attempt(FunctionDefinition function, String requestId, byte[] payload, int number) {
        InvocationResult result;
        try {
            result = run(Invocation.of(function.name(), requestId, payload, false));
        } catch (ThrottledException e) {
            if (!timer.isShutdown()) {
                retry(function, requestId, payload, number, 1);
            }
            return;
        }
        if (!result.failed()) {
            return;
        }
        if (number <= function.maximumRetryAttempts()) {
            retry(function, requestId, payload, number + 1, number);
        } else {
            giveUp(new FailedEvent(function.name(), requestId, payload, number, result, Instant.now()), function);
        }
    }

    private void retry(FunctionDefinition function, String requestId, byte[] payload, int number, int delayNumber) {
        int index = Math.min(delayNumber, options.retryDelays().size()) - 1;
        options.delays().after(options.retryDelays().get(index), () -> attempt(function, requestId, payload, number));
    }

    private void giveUp(FailedEvent event, FunctionDefinition function) {
        LOG.warn(
                "Function {} failed {} times for event {}: {}",
                function.name(),
                event.attempts(),
                event.requestId(),
                event.lastResult().errorMessage().orElse("no message"));
        function.onFailure().ifPresent(arn -> options.deadLetters().send(arn, event));
    }

    private FunctionPool pool(String name) {
        FunctionPool pool = pools.get(name);
        if (pool == null) {
            throw new FunctionNotFoundException(name);
        }
        return pool;
    }

    private void sweep() {
        try {
            pools.values().forEach(FunctionPool::sweep);
        } catch (RuntimeException e) {
            LOG.error("Sweep failed", e);
        }
    }
}
