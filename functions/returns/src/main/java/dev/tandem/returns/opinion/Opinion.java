package dev.tandem.returns.opinion;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import org.jspecify.annotations.Nullable;

/**
 * What was seen on the photos, in the form of {@value #SCHEMA}.
 *
 * @param hasTags whether the hang tag is still attached
 * @param correctProduct whether it is the item that was sold, as far as photos tell
 * @param confidence 0 to 1
 */
public record Opinion(
        Condition condition, boolean hasTags, boolean damaged, boolean correctProduct, double confidence) {
    static final String SCHEMA = "opinion.schema.json";

    public enum Condition {
        NEW,
        WORN,
        UNCLEAR
    }

    // Boxed: what is missing must not pass for false.
    private record Written(
            @Nullable Condition condition,
            @Nullable Boolean hasTags,
            @Nullable Boolean damaged,
            @Nullable Boolean correctProduct,
            @Nullable Double confidence) {}

    /**
     * Takes what the schema takes and nothing else.
     *
     * @throws java.io.UncheckedIOException or IllegalArgumentException for all other JSON
     */
    static Opinion read(JsonNode json) {
        Written written = Json.read(json, Written.class);
        if (written == null
                || written.condition == null
                || written.hasTags == null
                || written.damaged == null
                || written.correctProduct == null
                || written.confidence == null) {
            throw new IllegalArgumentException("a field is missing");
        }
        if (!(written.confidence >= 0 && written.confidence <= 1)) {
            throw new IllegalArgumentException("confidence is not from 0 to 1");
        }
        return new Opinion(
                written.condition, written.hasTags, written.damaged, written.correctProduct, written.confidence);
    }
}
