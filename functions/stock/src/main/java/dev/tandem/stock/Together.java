package dev.tandem.stock;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/** Asks for several things at once: a read waits for the network, so a hundred in a row would take a hundred times as long. */
public final class Together {
    /** More would only queue up at the table and at the one core that a function has. */
    private static final int AT_ONCE = 16;

    private Together() {}

    /** The answers in the order of the keys, which must be distinct. The first failure is thrown when all have ended. */
    public static <K, V> Map<K, V> map(List<K> keys, Function<K, V> read) {
        Map<K, V> answers = new LinkedHashMap<>();
        if (keys.size() == 1) {
            answers.put(keys.getFirst(), read.apply(keys.getFirst()));
            return answers;
        }
        Semaphore places = new Semaphore(AT_ONCE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<K, Future<V>> running = new LinkedHashMap<>();
            for (K key : keys) {
                running.put(key, threads.submit(() -> {
                    places.acquire();
                    try {
                        return read.apply(key);
                    } finally {
                        places.release();
                    }
                }));
            }
            for (Map.Entry<K, Future<V>> entry : running.entrySet()) {
                answers.put(entry.getKey(), entry.getValue().get());
            }
            return answers;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
