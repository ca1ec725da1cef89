package dev.tandem.recommendation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** Files in memory, in the order of their keys as S3 lists them. */
public class MemoryFiles implements DataFiles {
    public final Map<String, byte[]> byKey = new ConcurrentSkipListMap<>();

    @Override
    public Optional<byte[]> read(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    @Override
    public void write(String key, String contentType, byte[] content) {
        byKey.put(key, content);
    }

    @Override
    public void delete(List<String> keys) {
        keys.forEach(byKey::remove);
    }

    @Override
    public List<String> list(String prefix) {
        return byKey.keySet().stream().filter(key -> key.startsWith(prefix)).toList();
    }

    @Override
    public Optional<String> tag(String key) {
        return read(key).map(ModelBuild::sha256);
    }
}
