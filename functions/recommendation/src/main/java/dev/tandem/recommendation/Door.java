package dev.tandem.recommendation;

import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.recommendation.catalogue.Criteria;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the handlers of this module read the same way. */
final class Door {
    static final String STAFF = "staff";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

    private static final Pattern POINT = Pattern.compile("(-?\\d{1,2}(?:\\.\\d{1,9})?),(-?\\d{1,3}(?:\\.\\d{1,9})?)");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final int NEAR_METERS = 10_000;
    private static final int MOST_METERS = 100_000;
    private static final int MOST_CATEGORIES = 20;

    private Door() {}

    /** A session, user or item from the query. Throws 400 {@code PARAMETER_INVALID}. */
    static Optional<String> id(ApiRequest request, String name) {
        Optional<String> id = request.query(name);
        if (id.isPresent() && !ID.matcher(id.get()).matches()) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "Query parameter " + name + " must have the form " + ID.pattern() + ".");
        }
        return id;
    }

    /** The filters of the query. Throws 400 {@code PARAMETER_INVALID} or {@code PARAMETERS_CONTRADICT}. */
    static Criteria criteria(ApiRequest request) {
        Optional<Boolean> inStock = request.query("inStock").map(Door::flag);
        Optional<Criteria.Place> place = place(request);
        if (place.isPresent() && inStock.filter(wanted -> !wanted).isPresent()) {
            throw new BadRequestException(
                    "PARAMETERS_CONTRADICT",
                    "near and locationId ask for what is in stock there; leave inStock=false out.");
        }
        List<String> categories = request.queryAll("category");
        if (categories.size() > MOST_CATEGORIES) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "Query parameter category comes at most " + MOST_CATEGORIES + " times.");
        }
        return new Criteria(place.orElse(null), inStock.orElse(null), Set.copyOf(categories), price(request));
    }

    private static boolean flag(String text) {
        if (!text.equals("true") && !text.equals("false")) {
            throw new BadRequestException("PARAMETER_INVALID", "Query parameter inStock must be true or false.");
        }
        return text.equals("true");
    }

    private static Optional<Criteria.Place> place(ApiRequest request) {
        Optional<String> location = id(request, "locationId");
        Optional<String> near = request.query("near");
        if (location.isPresent() && near.isPresent()
                || near.isEmpty() && request.query("withinMeters").isPresent()) {
            throw new BadRequestException(
                    "PARAMETERS_CONTRADICT", "Send near, perhaps with withinMeters, or locationId, not both.");
        }
        if (near.isEmpty()) {
            return location.map(Criteria.At::new);
        }
        Matcher point = POINT.matcher(near.get());
        if (point.matches()) {
            double lat = Double.parseDouble(point.group(1));
            double lon = Double.parseDouble(point.group(2));
            if (Math.abs(lat) <= 90 && Math.abs(lon) <= 180) {
                return Optional.of(
                        new Criteria.Near(lat, lon, request.queryInt("withinMeters", NEAR_METERS, 100, MOST_METERS)));
            }
        }
        throw new BadRequestException(
                "PARAMETER_INVALID", "Query parameter near must be latitude,longitude in degrees, as 50.1147,8.6850.");
    }

    private static Criteria.@Nullable Price price(ApiRequest request) {
        Optional<String> currency = request.query("currency");
        boolean bounded = request.query("minPrice").isPresent()
                || request.query("maxPrice").isPresent();
        if (currency.isPresent() && !CURRENCY.matcher(currency.get()).matches()) {
            throw new BadRequestException(
                    "PARAMETER_INVALID", "Query parameter currency must be an ISO 4217 code, as EUR.");
        }
        if (!bounded) {
            if (currency.isPresent()) {
                throw new BadRequestException("PARAMETERS_CONTRADICT", "currency needs minPrice or maxPrice.");
            }
            return null;
        }
        int least = request.queryInt("minPrice", 0, 0, Integer.MAX_VALUE);
        int most = request.queryInt("maxPrice", Integer.MAX_VALUE, 0, Integer.MAX_VALUE);
        if (least > most) {
            throw new BadRequestException("PARAMETERS_CONTRADICT", "minPrice must not be more than maxPrice.");
        }
        // Without an upper bound also what costs more than the parameter can say.
        return new Criteria.Price(least, most == Integer.MAX_VALUE ? Long.MAX_VALUE : most, currency.orElse(null));
    }

    static Recommender.Placement placement(ApiRequest request) {
        String name = request.query("placement").orElse("home");
        for (Recommender.Placement placement : Recommender.Placement.values()) {
            if (placement.name().toLowerCase(Locale.ROOT).equals(name)) {
                return placement;
            }
        }
        throw new BadRequestException("PARAMETER_INVALID", "Query parameter placement must be home, product or cart.");
    }
}
