package dev.tandem.stock.feed;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Signs uploads. */
@FunctionalInterface
public interface DropSignatures {
    /** @param headers what must be sent with the file, for the signature holds them */
    record Signed(String url, Map<String, String> headers) {
        public Signed {
            headers = Map.copyOf(new TreeMap<>(headers));
        }
    }

    Signed sign(String key, String contentType, long sizeBytes, Duration lifetime);
}
