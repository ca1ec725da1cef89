package dev.tandem.stock;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Duration;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a store or warehouse. What the caller may leave out gets its default here: closed all week, no exceptions, one
 * hour of preparation, a low-stock threshold of five pieces.
 *
 * @param preparation working time from order to ready
 * @param lowStockThreshold at or below it stock counts as LOW
 */
public record LocationDetails(
        String name,
        Kind kind,
        Double lat,
        Double lon,
        ZoneId timeZone,
        OpeningHours.Week openingHours,
        List<OpeningHours.ExceptionDay> exceptions,
        Duration preparation,
        Set<Fulfilment> fulfilment,
        Integer lowStockThreshold,
        @Nullable String region) {
    public static final int DEFAULT_LOW_STOCK_THRESHOLD = 5;

    /** Whether shoppers go there. */
    public enum Kind {
        STORE,
        WAREHOUSE
    }

    public LocationDetails {
        if (name == null || name.isBlank() || name.length() > 100) {
            throw new IllegalArgumentException("name must have 1 to 100 characters");
        }
        need(kind, "kind");
        need(timeZone, "timeZone");
        need(fulfilment, "fulfilment");
        new GeoPoint(lat, lon); // checks both
        openingHours = openingHours == null ? OpeningHours.Week.CLOSED : openingHours;
        exceptions = exceptions == null ? List.of() : List.copyOf(exceptions);
        if (exceptions.size() > 400) {
            throw new IllegalArgumentException("exceptions takes at most 400 days");
        }
        if (exceptions.stream().map(OpeningHours.ExceptionDay::date).distinct().count() < exceptions.size()) {
            throw new IllegalArgumentException("exceptions names a date twice");
        }
        preparation = preparation == null ? Duration.ofHours(1) : preparation;
        if (preparation.isNegative() || preparation.compareTo(Duration.ofDays(14)) > 0) {
            throw new IllegalArgumentException("preparation must be from PT0S to P14D");
        }
        fulfilment = Set.copyOf(fulfilment);
        lowStockThreshold = lowStockThreshold == null ? DEFAULT_LOW_STOCK_THRESHOLD : lowStockThreshold;
        if (lowStockThreshold < 0 || lowStockThreshold > 100_000) {
            throw new IllegalArgumentException("lowStockThreshold must be from 0 to 100000");
        }
        if (region != null && (region.isBlank() || region.length() > 64)) {
            throw new IllegalArgumentException("region must have 1 to 64 characters");
        }
    }

    @JsonIgnore
    public GeoPoint place() {
        return new GeoPoint(lat, lon);
    }

    @JsonIgnore
    public OpeningHours hours() {
        return new OpeningHours(timeZone, openingHours, exceptions);
    }

    /** Always in the same order, so that equal details are equal as text. */
    @Override
    public Set<Fulfilment> fulfilment() {
        return fulfilment.isEmpty() ? fulfilment : EnumSet.copyOf(fulfilment);
    }

    private static void need(@Nullable Object value, String field) {
        if (value == null) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }
}
