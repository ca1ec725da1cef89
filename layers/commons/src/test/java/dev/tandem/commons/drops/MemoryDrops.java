package dev.tandem.commons.drops;

import dev.tandem.commons.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A bucket in memory. A file may be a stream that is made anew for each read, so that a large one need not exist. */
public final class MemoryDrops implements DropStore {
    private record Stored(String etag, long size, Supplier<InputStream> open) {}

    private final Map<String, Stored> objects = new ConcurrentHashMap<>();

    public void drop(String key, byte[] content) {
        objects.put(
                key,
                new Stored("e" + Arrays.hashCode(content), content.length, () -> new ByteArrayInputStream(content)));
    }

    public void drop(String key, long size, Supplier<InputStream> open) {
        objects.put(key, new Stored("stream", size, open));
    }

    @Override
    public Content open(Drop drop, @Nullable String etag) {
        Stored stored = objects.get(drop.key());
        if (stored == null) {
            throw new MissingException(drop.key());
        }
        if (etag != null && !etag.equals(stored.etag)) {
            throw new ReplacedException(drop.key());
        }
        return new Content(stored.open.get(), stored.etag, stored.size);
    }

    @Override
    public void put(String key, String contentType, byte[] content) {
        drop(key, content);
    }

    @Override
    public void put(String key, String contentType, Path content) {
        try {
            drop(key, Files.readAllBytes(content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String key) {
        return objects.containsKey(key);
    }

    public String text(String key) {
        try (InputStream in = objects.get(key).open.get()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FeedReport report(String key) {
        return Json.read(text(Drop.reportKey(key)), FeedReport.class);
    }

    /** "line code" of each line set aside. */
    public List<String> rejected(String key) {
        if (!has("rejected/" + key)) {
            return List.of();
        }
        return text("rejected/" + key)
                .lines()
                .map(Json::tree)
                .map(line ->
                        line.path("line").asLong() + " " + line.path("code").asText())
                .toList();
    }
}
