package dev.tandem.stock;

import dev.tandem.commons.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What handlers do once before a snapshot is taken of them: read, compute and write JSON, so that the first caller need not wait. */
final class Samples {
    private static final String SKU = "PRIMING";

    private Samples() {}

    /** The way of a lookup: reads through the real clients, and an answer computed from made-up figures. */
    static void answer(StockReader stock, Locations locations) {
        stock.positions(SKU, Instant.EPOCH, false);
        Map<String, Location> byId = locations.byId();
        Balance balance = new Balance(SKU, SKU, 2, 1, 0, List.of(), null, 1, Instant.EPOCH);
        Availability.Query query = new Availability.Query(new GeoPoint(0.0, 0.0), null, null, 1);
        Json.write(Availability.item(SKU, List.of(new Position(balance, List.of())), byId, query, Instant.EPOCH));
    }

    /** Reading a reservation and showing one. */
    static void request() {
        ReservationRequest request = Json.read(
                "{\"location\": \"PRIMING\", \"holdFor\": \"PT15M\", \"lines\": [{\"sku\": \"PRIMING\", \"quantity\": 1}]}",
                ReservationRequest.class);
        Reservation.Parcel parcel = new Reservation.Parcel(SKU, request.lines(), null, null, null);
        Reservation reservation = new Reservation(
                SKU,
                SKU,
                Reservation.Status.ACTIVE,
                request.fulfilment(),
                List.of(parcel),
                Instant.EPOCH,
                Instant.EPOCH,
                null,
                null,
                0,
                null,
                SKU,
                1);
        Json.write(ReservationView.of(reservation, true));
    }
}
