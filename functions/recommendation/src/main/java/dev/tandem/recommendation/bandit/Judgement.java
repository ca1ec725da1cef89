package dev.tandem.recommendation.bandit;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Whether an event counts as feedback to the answer that it names. */
public sealed interface Judgement {
    /** A shopper's own later visit is no answer to a list any more. */
    Duration ATTRIBUTED = Duration.ofDays(7);
    /** Longer than a message can wait on its queue and its dead-letter queue after an event of the last moment. */
    Duration ACCEPTED = Duration.ofDays(30);

    record Accepted(RecommendationId id, Outcome outcome) implements Judgement {}

    /** {@code code} is stable, {@code reason} is for a person. */
    record Refused(String code, String reason) implements Judgement {}

    /**
     * @param text the id that came with the event
     * @param sku the item that the event is about
     * @param at when it happened, by the shopper's device; a clock behind ours makes no difference
     */
    static Judgement of(
            byte[] key, String text, String sessionId, @Nullable String sku, Instant at, Outcome outcome, Instant now) {
        if (!RecommendationId.hasForm(text)) {
            return new Refused("ID_MALFORMED", "This is no recommendationId");
        }
        Optional<RecommendationId> read = RecommendationId.read(key, sessionId, text);
        if (read.isEmpty()) {
            return new Refused("ID_FORGED_OR_FOREIGN", "This recommendationId was not given to this session");
        }
        RecommendationId id = read.get();
        if (at.isAfter(id.issuedAt().plus(ATTRIBUTED))
                || now.isAfter(id.issuedAt().plus(ACCEPTED))) {
            return new Refused("ID_EXPIRED", "The answer is from " + id.issuedAt() + ", too long ago for this event");
        }
        if (sku == null || !id.holds(sku)) {
            return new Refused("ITEM_NOT_IN_ANSWER", "The answer did not have this item");
        }
        return new Accepted(id, outcome);
    }
}
