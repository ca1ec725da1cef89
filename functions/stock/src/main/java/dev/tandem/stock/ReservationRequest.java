package dev.tandem.stock;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What somebody asks to be held, as in the contract. */
public record ReservationRequest(
        String location,
        @Nullable GeoPoint near,
        Fulfilment fulfilment,
        @Nullable Double maxDistanceKm,
        Boolean allowSplit,
        Duration holdFor,
        @Nullable String reference,
        List<Reservation.Line> lines) {
    /** 3 writes a line and 2 more fit into a DynamoDB transaction of 100. */
    static final int MOST_LINES = 30;

    static final Duration DEFAULT_HOLD = Duration.ofMinutes(15);
    private static final Duration SHORTEST_HOLD = Duration.ofMinutes(1);
    private static final Duration LONGEST_HOLD = Duration.ofDays(30);
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9._:/#-]{1,100}");

    public ReservationRequest {
        if (!Codes.AUTO.equals(location) && !Codes.isLocation(location)) {
            throw new IllegalArgumentException("location must be a location id or auto");
        }
        if (Codes.AUTO.equals(location) && near == null) {
            throw new IllegalArgumentException("location auto needs near");
        }
        fulfilment = fulfilment == null ? Fulfilment.PICKUP : fulfilment;
        if (maxDistanceKm != null && !(maxDistanceKm >= 0.1 && maxDistanceKm <= 20_040)) {
            throw new IllegalArgumentException("maxDistanceKm must be from 0.1 to 20040");
        }
        // A shopper who comes by does not want to go to two shops; a parcel more at the door is no great harm.
        allowSplit = allowSplit == null ? Boolean.valueOf(fulfilment == Fulfilment.DELIVERY) : allowSplit;
        holdFor = holdFor == null ? DEFAULT_HOLD : holdFor;
        if (holdFor.compareTo(SHORTEST_HOLD) < 0 || holdFor.compareTo(LONGEST_HOLD) > 0) {
            throw new IllegalArgumentException("holdFor must be from PT1M to P30D");
        }
        if (reference != null && !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("reference takes 1 to 100 letters, digits and ._:/#-");
        }
        if (lines == null || lines.isEmpty() || lines.size() > MOST_LINES) {
            throw new IllegalArgumentException("lines takes 1 to " + MOST_LINES + " lines");
        }
        if (lines.stream().anyMatch(java.util.Objects::isNull)) {
            throw new IllegalArgumentException("lines holds an empty line");
        }
        lines = List.copyOf(lines);
    }

    /** Pieces by SKU, lines of the same SKU added up. */
    Map<String, Long> demand() {
        Map<String, Long> demand = new LinkedHashMap<>();
        lines.forEach(line -> demand.merge(line.sku(), line.quantity(), Long::sum));
        return demand;
    }
}
