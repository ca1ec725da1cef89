package dev.tandem.returns.rma;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A photo that may be uploaded, or was.
 *
 * @param lineId of what it shows; absent for all lines
 */
public record PhotoSlot(
        String photoId, Subject subject, @Nullable String lineId, String contentType, long sizeBytes, Instant askedAt) {

    /** What it shows. */
    public enum Subject {
        @JsonProperty("tag")
        TAG,
        @JsonProperty("item")
        ITEM,
        @JsonProperty("damage")
        DAMAGE
    }

    /** Where its bytes are, below the folder of all photos. */
    public String key(String returnId) {
        return "returns/photos/" + returnId + "/" + photoId;
    }
}
