package dev.tandem.forecast;

import dev.tandem.forecast.refresh.DataFiles;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** A bucket in memory that counts what is written; a test may break in. */
public final class MemoryFiles implements DataFiles {
    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    final Map<String, AtomicInteger> writes = new ConcurrentHashMap<>();
    volatile Consumer<String> beforeWrite = key -> {};

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(objects.get(key));
    }

    @Override
    public byte[] read(String key, int from, int to) {
        byte[] all = objects.get(key);
        return Arrays.copyOfRange(all, from, Math.min(to, all.length));
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        beforeWrite.accept(key);
        objects.put(key, content);
        writes.computeIfAbsent(key, name -> new AtomicInteger()).incrementAndGet();
    }

    @Override
    public void delete(Collection<String> keys) {
        keys.forEach(objects::remove);
    }
}
