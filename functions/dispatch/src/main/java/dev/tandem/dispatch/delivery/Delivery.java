package dev.tandem.dispatch.delivery;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.dispatch.matching.Order;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A delivery. Each step makes the next version; the store writes a version only over the one before.
 *
 * @param partner who asked for it
 * @param offerId the offer that it is in, or was assigned by
 * @param dueAt the drop-off as planned, once a courier is known
 * @param refusals couriers who did not take it, oldest first
 * @param moments what happened, oldest first
 */
public record Delivery(
        String deliveryId,
        String partner,
        String reference,
        String zone,
        Site pickUp,
        Site dropOff,
        Instant placedAt,
        Instant readyAt,
        Instant deadline,
        double weightKg,
        double volumeLiters,
        int priority,
        DeliveryState state,
        @Nullable String courierId,
        @Nullable String offerId,
        @Nullable Instant dueAt,
        List<Refusal> refusals,
        List<Moment> moments,
        String correlationId,
        long version) {
    /** Time from readiness to the door where the shop names none. */
    public static final Duration DEADLINE = Duration.ofMinutes(40);

    /** As many as are kept; the newest tell the most. */
    private static final int MOST_MOMENTS = 40;

    private static final int MOST_REFUSALS = 30;

    public Delivery {
        refusals = List.copyOf(refusals);
        moments = List.copyOf(moments);
    }

    /** A courier who did not take it, and until when the courier is not asked again. */
    public record Refusal(String courierId, Instant until, String reason) {}

    /** @param by a courier, the shop or the system */
    public record Moment(Instant at, DeliveryState state, String by, String what) {}

    /** When it first came to a state, the last time that it did. */
    public @Nullable Instant at(DeliveryState wanted) {
        for (int i = moments.size() - 1; i >= 0; i--) {
            if (moments.get(i).state() == wanted) {
                return moments.get(i).at();
            }
        }
        return null;
    }

    /**
     * The next version.
     *
     * @throws IllegalStateException when the step is not one that the state allows
     */
    public Delivery step(
            DeliveryState next,
            @Nullable String nextCourier,
            @Nullable String nextOffer,
            @Nullable Instant nextDue,
            Instant now,
            String by,
            String what) {
        if (!state.next().contains(next)) {
            throw new IllegalStateException("From " + state + " to " + next + " there is no step");
        }
        List<Moment> more = new ArrayList<>(moments);
        more.add(new Moment(now, next, by, what));
        if (more.size() > MOST_MOMENTS) {
            // The first says when it was asked for.
            more.remove(1);
        }
        return after(next, nextCourier, nextOffer, nextDue, refusals, more);
    }

    /** Back to those who wait; the courier is not asked again for a while. */
    public Delivery back(Refusal refusal, Instant now, String by, String what) {
        List<Refusal> more = new ArrayList<>(refusals);
        more.removeIf(old ->
                old.courierId().equals(refusal.courierId()) || !old.until().isAfter(now));
        more.add(refusal);
        if (more.size() > MOST_REFUSALS) {
            more.removeFirst();
        }
        Delivery waiting = step(DeliveryState.WAITING, null, null, null, now, by, what);
        return after(DeliveryState.WAITING, null, null, null, more, waiting.moments);
    }

    /** The same with another time at the door: the trip that it is on has changed. */
    public Delivery due(Instant next) {
        return after(state, courierId, offerId, next, refusals, moments);
    }

    /** The next version. */
    private Delivery after(
            DeliveryState nextState,
            @Nullable String nextCourier,
            @Nullable String nextOffer,
            @Nullable Instant nextDue,
            List<Refusal> nextRefusals,
            List<Moment> nextMoments) {
        return new Delivery(
                deliveryId,
                partner,
                reference,
                zone,
                pickUp,
                dropOff,
                placedAt,
                readyAt,
                deadline,
                weightKg,
                volumeLiters,
                priority,
                nextState,
                nextCourier,
                nextOffer,
                nextDue,
                nextRefusals,
                nextMoments,
                correlationId,
                version + 1);
    }

    /** As the matcher sees it. */
    public Order order(Instant now) {
        Set<String> refusedBy = refusals.stream()
                .filter(refusal -> refusal.until().isAfter(now))
                .map(Refusal::courierId)
                .collect(Collectors.toSet());
        return new Order(
                deliveryId,
                pickUp.door(),
                pickUp.point().place(),
                dropOff.point().place(),
                placedAt.toEpochMilli(),
                readyAt.toEpochMilli(),
                deadline.toEpochMilli(),
                weightKg,
                volumeLiters,
                priority,
                refusedBy);
    }

    @JsonIgnore
    public boolean late() {
        Instant delivered = at(DeliveryState.DELIVERED);
        return delivered != null && delivered.isAfter(deadline);
    }
}
