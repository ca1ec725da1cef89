package dev.tandem.stock;

import java.time.Instant;
import java.util.Optional;

/** A store or warehouse. */
public record Location(String locationId, LocationDetails details) {

    public Location {
        if (!Codes.isLocation(locationId)) {
            throw new IllegalArgumentException("locationId is not a location id");
        }
    }

    public boolean offers(Fulfilment fulfilment) {
        return details.fulfilment().contains(fulfilment);
    }

    /** When an order of now is packed and can be handed over. */
    public Optional<Instant> readyAt(Instant now) {
        return details.hours().readyAt(now, details.preparation());
    }
}
