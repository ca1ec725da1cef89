package dev.tandem.forecast.refresh;

import java.util.Collection;
import java.util.Optional;

/** Objects by key. */
public interface DataFiles {
    Optional<byte[]> read(String key);

    /** Bytes {@code from} to before {@code to}; fewer when the object ends before. Throws when there is no such object. */
    byte[] read(String key, int from, int to);

    void write(String key, String contentType, byte[] content);

    void delete(Collection<String> keys);
}
