package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts by zone and minute: times to the offer and to the courier's yes as histograms, deliveries on time and late. Counted after the
 * step, by itself: a process that dies in between costs a count, never a step.
 */
public final class Tally {
    private static final Logger LOG = LoggerFactory.getLogger(Tally.class);

    /** Upper bounds of the histograms, seconds; one more bucket holds what is above. */
    private static final int[] BOUNDS = {2, 5, 10, 20, 30, 45, 60, 90, 120, 180, 300, 600, 1200, 2400};

    private final Counts counts;
    private final Clock clock;

    /** Where counts are kept. */
    public interface Counts {
        void add(String zone, Instant minute, Map<String, Long> more);

        /** Sums since the minute. */
        Map<String, Long> since(String zone, Instant minute);
    }

    /**
     * Of the last hour.
     *
     * @param count how many
     * @param p50Seconds absent when there were none
     */
    public record Times(long count, double p50Seconds, double p90Seconds) {}

    /** Deliveries of the last hour. */
    public record Hour(Times toOffer, Times toAccept, long delivered, long late, long failed) {}

    public Tally(Counts counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    public void offered(String zone, List<Double> seconds) {
        if (!seconds.isEmpty()) {
            Map<String, Long> more = new HashMap<>();
            seconds.forEach(each -> more.merge("offer" + bucket(each), 1L, Long::sum));
            add(zone, more);
        }
    }

    public void accepted(Collection<Delivery> deliveries) {
        Instant now = clock.instant();
        deliveries.forEach(delivery -> add(
                delivery.zone(),
                Map.of(
                        "accept"
                                + bucket(Duration.between(delivery.placedAt(), now)
                                                .toMillis()
                                        / 1000.0),
                        1L)));
    }

    public void ended(Delivery delivery) {
        if (delivery.state() == DeliveryState.DELIVERED) {
            add(delivery.zone(), Map.of("delivered", 1L, "late", delivery.late() ? 1L : 0L));
        } else if (delivery.state() == DeliveryState.FAILED) {
            add(delivery.zone(), Map.of("failed", 1L));
        }
    }

    private void add(String zone, Map<String, Long> more) {
        try {
            counts.add(zone, clock.instant().truncatedTo(ChronoUnit.MINUTES), more);
        } catch (RuntimeException e) {
            // The step itself is done; a count is not worth an error to who made it.
            LOG.warn("Not counted", e);
        }
    }

    public Hour lastHour(String zone) {
        Map<String, Long> sums = counts.since(
                zone, clock.instant().truncatedTo(ChronoUnit.MINUTES).minus(Duration.ofHours(1)));
        return new Hour(
                times(sums, "offer"),
                times(sums, "accept"),
                sums.getOrDefault("delivered", 0L),
                sums.getOrDefault("late", 0L),
                sums.getOrDefault("failed", 0L));
    }

    private static int bucket(double seconds) {
        int bucket = 0;
        while (bucket < BOUNDS.length && seconds > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    private static Times times(Map<String, Long> sums, String what) {
        long[] histogram = new long[BOUNDS.length + 1];
        long count = 0;
        for (int i = 0; i < histogram.length; i++) {
            histogram[i] = sums.getOrDefault(what + i, 0L);
            count += histogram[i];
        }
        return new Times(count, quantile(histogram, count, 0.5), quantile(histogram, count, 0.9));
    }

    /** Linear within a bucket; the last has no upper bound and counts as its lower one. */
    private static double quantile(long[] histogram, long count, double share) {
        double left = share * count;
        for (int i = 0; i < BOUNDS.length; i++) {
            if (left <= histogram[i] && histogram[i] > 0) {
                double low = i == 0 ? 0 : BOUNDS[i - 1];
                return Math.round(10 * (low + (BOUNDS[i] - low) * left / histogram[i])) / 10.0;
            }
            left -= histogram[i];
        }
        return count == 0 ? 0 : BOUNDS[BOUNDS.length - 1];
    }
}
