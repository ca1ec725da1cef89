package dev.tandem.returns.lifecycle;

import java.util.Optional;

/** Files by key. */
public interface InsightFiles {
    Optional<byte[]> read(String key);

    void write(String key, byte[] json);
}
