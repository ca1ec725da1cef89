package dev.tandem.dispatch.courier;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.dispatch.delivery.Site;
import dev.tandem.dispatch.matching.Offer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A hand-over on a courier's way.
 *
 * @param plannedAt when the goods are expected to change hands
 * @param doneAt when the courier said that it was done; a stop that was dropped is taken out instead
 */
public record TripStop(
        Offer.Stop.Kind kind,
        String deliveryId,
        Site site,
        Instant plannedAt,
        @Nullable Instant doneAt) {

    @JsonIgnore
    public boolean isOpen() {
        return doneAt == null;
    }

    boolean isSameAs(TripStop other) {
        return kind == other.kind && deliveryId.equals(other.deliveryId);
    }

    TripStop done(Instant at) {
        return new TripStop(kind, deliveryId, site, plannedAt, at);
    }
}
