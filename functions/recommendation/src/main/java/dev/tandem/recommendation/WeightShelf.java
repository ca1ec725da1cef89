package dev.tandem.recommendation;

import dev.tandem.recommendation.bandit.Policy;
import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.bandit.Weights;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Weights by segment, held in memory for a minute. When the counts cannot be read, the weights at hand stay, and without any all arms
 * are alike: answers do not depend on it.
 */
final class WeightShelf {
    static final Duration EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(WeightShelf.class);

    private record Held(Weights weights, Instant until) {}

    private final FeedbackCounters counters;
    private final Clock clock;
    private final Map<Segment, Held> held = new HashMap<>();

    WeightShelf(FeedbackCounters counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
    }

    synchronized Weights current(Segment segment) {
        Instant now = clock.instant();
        Held at = held.get(segment);
        if (at == null || !now.isBefore(at.until)) {
            at = new Held(read(segment, now, at == null ? null : at.weights), now.plus(EVERY));
            held.put(segment, at);
        }
        return at.weights;
    }

    private Weights read(Segment segment, Instant now, @org.jspecify.annotations.Nullable Weights before) {
        LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
        try {
            return Weights.of(counters.read(segment, today.minusDays(Policy.DAYS_READ)), today);
        } catch (RuntimeException e) {
            LOG.warn("The counts of feedback cannot be read, the weights at hand stay", e);
            return before != null ? before : Weights.of(List.of(), today);
        }
    }
}
