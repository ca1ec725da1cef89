package dev.tandem.recommendation;

import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.BadRequestException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the handlers of this module read the same way. */
final class Door {
    static final String STAFF = "staff";
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");

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
