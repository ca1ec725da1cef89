package dev.tandem.commons.drops;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/** A few calls at once, in threads that live as long as the file. */
public final class Parallel implements AutoCloseable {
    private final ExecutorService threads;

    public Parallel(int atOnce) {
        this.threads = Executors.newFixedThreadPool(
                atOnce, Thread.ofPlatform().name("feed-", 0).daemon().factory());
    }

    /** Runs all and gives their results in order. When one fails, waits for the others and throws the first failure. */
    public <T> List<T> all(List<Callable<T>> work) {
        var context = MDC.getCopyOfContextMap();
        List<Future<T>> running = new ArrayList<>();
        for (Callable<T> one : work) {
            running.add(threads.submit(() -> {
                if (context != null) {
                    MDC.setContextMap(context);
                }
                return one.call();
            }));
        }
        List<T> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<T> one : running) {
            try {
                results.add(one.get());
            } catch (ExecutionException e) {
                failure = failure != null ? failure : asRuntime(e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FeedInterruptedException("Interrupted");
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }

    private static RuntimeException asRuntime(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    @Override
    public void close() {
        threads.close();
    }
}
