package dev.tandem.recommendation;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a shopper did and agreed to have remembered. An event without consent never becomes one of these.
 *
 * @param eventId unique within its session; an event that comes again counts once
 * @param at when it happened, by the shopper's device
 * @param dwellMs milliseconds that the item was in view
 * @param scrollPxPerSecond speed of a scroll, negative is upwards
 * @param scrollDepth how far down the page, 0..1
 * @param zone which part of the page was clicked
 * @param recommendationId the answer of the recommendation that led to this
 */
public record BehaviourEvent(
        String eventId,
        String sessionId,
        @Nullable String userId,
        Instant at,
        Kind kind,
        @Nullable String sku,
        @Nullable Integer quantity,
        @Nullable Long dwellMs,
        @Nullable Double scrollPxPerSecond,
        @Nullable Double scrollDepth,
        @Nullable String zone,
        @Nullable String query,
        @Nullable String placement,
        @Nullable String recommendationId) {
    public BehaviourEvent {
        Objects.requireNonNull(eventId, "eventId");
        Objects.requireNonNull(sessionId, "sessionId");
        Objects.requireNonNull(at, "at");
        Objects.requireNonNull(kind, "kind");
    }
}
