package dev.tandem.recommendation;

import java.util.List;
import java.util.Optional;

/** The files of this domain: the interaction log and the models. */
public interface DataFiles {
    Optional<byte[]> read(String key);

    /** Replaces the whole file at once. */
    void write(String key, String contentType, byte[] content);

    /** Keys without a file are as good as deleted. Whoever fails half way has deleted some. */
    void delete(List<String> keys);

    /** All keys that begin so, in their order. */
    List<String> list(String prefix);

    /** What changes whenever the file does; empty when there is none. */
    Optional<String> tag(String key);
}
