package dev.tandem.recommendation.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One item of an answer.
 *
 * @param score higher is better; comparable within one answer only
 * @param parts where the score comes from, largest share first; never empty
 */
public record Recommendation(String item, double score, List<Part> parts) {

    /** Which model speaks. */
    public enum Source {
        /** Sessions that resemble this one contain the item. */
        LIKE_SESSIONS,
        /** Shoppers who looked at {@code because} looked at the item soon before or after. */
        SEEN_TOGETHER,
        /** The item goes with items that go with {@code because}. */
        RELATED,
        /** The shopper has looked at the item in this session and is likely to come back to it. */
        SEEN_BEFORE,
        /** Many look at it at the moment. */
        POPULAR
    }

    /**
     * A share of a score.
     *
     * @param because the item of the session that the share comes from most, where there is one
     * @param share of the score, 0 to 1; the shares of an item sum to 1
     */
    public record Part(Source source, @Nullable String because, double share) {}

    /** The part that counts most. */
    public Part reason() {
        return parts.getFirst();
    }
}
