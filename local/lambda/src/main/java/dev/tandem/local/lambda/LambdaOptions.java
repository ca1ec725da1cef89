package dev.tandem.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Settings of the service.
 *
 * @param cacheFolder unpacked code, the native library and AOT caches, by content; kept between runs and shared
 * @param workFolder log files and scratch folders of live processes; emptied as they end
 * @param javaExecutable the {@code java} of a JDK 25
 * @param maxProcessesPerFunction most processes of one function, whatever its reserved concurrency
 * @param idleTimeout a process without work for so long is ended
 * @param initTimeout longest start of a process up to its first request for work
 * @param queueTimeout longest wait of an invocation for a free process, then it is throttled
 * @param maxQueued most invocations that wait for one function, the next is throttled
 * @param useAotCache whether a cache found in {@code cacheFolder} is used
 * @param retryDelays waits before the first and second retry of an asynchronous event
 * @param delays who waits; lets a test or a moved clock decide
 * @param deadLetters takes asynchronous events that failed for good
 */
public record LambdaOptions(
        Path cacheFolder,
        Path workFolder,
        Path javaExecutable,
        int maxProcessesPerFunction,
        Duration idleTimeout,
        Duration initTimeout,
        Duration queueTimeout,
        int maxQueued,
        boolean useAotCache,
        List<Duration> retryDelays,
        Delays delays,
        DeadLetters deadLetters) {

    /** Runs an action after a delay, on a thread of its own. */
    @FunctionalInterface
    public interface Delays {
        void after(Duration delay, Runnable action);
    }

    /** Takes an event that failed for good to the destination that its function names. */
    @FunctionalInterface
    public interface DeadLetters {
        void send(String destinationArn, FailedEvent event);
    }

    public LambdaOptions {
        retryDelays = List.copyOf(retryDelays);
    }

    /** Four processes a function, 10 minutes idle, AWS's retry delays (1 and 2 minutes), dead letters dropped. */
    public static LambdaOptions in(Path cacheFolder, Path workFolder) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                Path.of(System.getProperty("java.home"), "bin", "java"),
                4,
                Duration.ofMinutes(10),
                Duration.ofSeconds(60),
                Duration.ofSeconds(30),
                1_000,
                true,
                List.of(Duration.ofMinutes(1), Duration.ofMinutes(2)),
                LambdaOptions::onTheWallClock,
                (arn, event) -> {});
    }

    public LambdaOptions withMaxProcesses(int max) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                javaExecutable,
                max,
                idleTimeout,
                initTimeout,
                queueTimeout,
                maxQueued,
                useAotCache,
                retryDelays,
                delays,
                deadLetters);
    }

    public LambdaOptions withIdleTimeout(Duration timeout) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                javaExecutable,
                maxProcessesPerFunction,
                timeout,
                initTimeout,
                queueTimeout,
                maxQueued,
                useAotCache,
                retryDelays,
                delays,
                deadLetters);
    }

    public LambdaOptions withQueue(Duration timeout, int max) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                javaExecutable,
                maxProcessesPerFunction,
                idleTimeout,
                initTimeout,
                timeout,
                max,
                useAotCache,
                retryDelays,
                delays,
                deadLetters);
    }

    public LambdaOptions withAotCache(boolean use) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                javaExecutable,
                maxProcessesPerFunction,
                idleTimeout,
                initTimeout,
                queueTimeout,
                maxQueued,
                use,
                retryDelays,
                delays,
                deadLetters);
    }

    public LambdaOptions withAsync(List<Duration> newRetryDelays, Delays newDelays, DeadLetters newDeadLetters) {
        return new LambdaOptions(
                cacheFolder,
                workFolder,
                javaExecutable,
                maxProcessesPerFunction,
                idleTimeout,
                initTimeout,
                queueTimeout,
                maxQueued,
                useAotCache,
                newRetryDelays,
                newDelays,
                newDeadLetters);
    }

    private static void onTheWallClock(Duration delay, Runnable action) {
        Executor later = CompletableFuture.delayedExecutor(
                delay.toMillis(),
                TimeUnit.MILLISECONDS,
                command -> Thread.ofVirtual().start(command));
        later.execute(action);
    }
}
