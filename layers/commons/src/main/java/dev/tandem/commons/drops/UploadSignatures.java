package dev.tandem.commons.drops;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Signs uploads. */
@FunctionalInterface
public interface UploadSignatures {
    /**
     * What may be uploaded.
     *
     * @param md5 base64, of the only body that will do; absent for any body of that size
     * @param metadata kept with the object
     */
    record Upload(
            String key,
            String contentType,
            long sizeBytes,
            @Nullable String md5,
            Map<String, String> metadata) {
        public Upload(String key, String contentType, long sizeBytes) {
            this(key, contentType, sizeBytes, null, Map.of());
        }
    }

    /** @param headers what must be sent with the file, for the signature holds them */
    record Signed(String url, Map<String, String> headers) {
        public Signed {
            headers = Map.copyOf(new TreeMap<>(headers));
        }
    }

    Signed sign(Upload upload, Duration lifetime);
}
