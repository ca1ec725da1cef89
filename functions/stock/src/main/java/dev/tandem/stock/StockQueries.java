package dev.tandem.stock;

import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.BadRequestException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what callers ask about stock and places. API Gateway checks presence and bodies only, so ranges are checked here. */
final class StockQueries {
    static final int DEFAULT_LIMIT = 20;
    static final int MOST_LIMIT = 200;
    /** Half the circumference of the earth. */
    static final double MOST_KM = 20_040;

    private StockQueries() {}

    static String sku(ApiRequest request) {
        String sku = request.pathParameter("sku");
        if (!Codes.isSku(sku)) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "A SKU has 1 to 64 letters, digits, dots, dashes or underscores.");
        }
        return sku;
    }

    static String location(String location) {
        if (!Codes.isLocation(location)) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "A location id has 1 to 32 letters, digits, dashes or underscores.");
        }
        return location;
    }

    static Availability.Query query(ApiRequest request) {
        Optional<Double> radius = request.queryDouble("radiusKm", 0.1, MOST_KM);
        GeoPoint near = near(request);
        needsPlace(near, radius.orElse(null));
        return new Availability.Query(
                near,
                radius.orElse(null),
                fulfilment(request),
                request.queryInt("limit", DEFAULT_LIMIT, 1, MOST_LIMIT));
    }

    static @Nullable GeoPoint near(ApiRequest request) {
        Optional<Double> lat = request.queryDouble("lat", -90, 90);
        Optional<Double> lon = request.queryDouble("lon", -180, 180);
        if (lat.isPresent() != lon.isPresent()) {
            throw new BadRequestException("PARAMETER_INVALID", "Give lat and lon together.");
        }
        return lat.isPresent() && lon.isPresent() ? new GeoPoint(lat.get(), lon.get()) : null;
    }

    static @Nullable Fulfilment fulfilment(ApiRequest request) {
        Optional<String> text = request.query("fulfilment");
        if (text.isEmpty()) {
            return null;
        }
        return Fulfilment.of(text.get())
                .orElseThrow(
                        () -> new BadRequestException("PARAMETER_INVALID", "fulfilment must be pickup or delivery."));
    }

    static void needsPlace(@Nullable GeoPoint near, @Nullable Double radiusKm) {
        if (radiusKm != null && near == null) {
            throw new BadRequestException("PARAMETER_INVALID", "radiusKm needs the place it is measured from.");
        }
    }

    /** Whether an If-None-Match header names the tag (weak comparison, as RFC 9110 wants it there). */
    static boolean names(String header, String tag) {
        return Arrays.stream(header.split(","))
                .map(String::strip)
                .map(candidate -> candidate.startsWith("W/") ? candidate.substring(2) : candidate)
                .anyMatch(candidate -> candidate.equals("*") || candidate.equals(tag));
    }
}
