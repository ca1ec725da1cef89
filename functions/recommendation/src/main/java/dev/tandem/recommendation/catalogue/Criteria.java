package dev.tandem.recommendation.catalogue;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper wants to see. What is absent does not restrict.
 *
 * @param place where it must be in stock; null is anywhere
 * @param inStock true: only what is in stock; false: whether or not; null: leave out what stock knows and has not
 * @param categories one of these; empty is any
 * @param price bounds in minor units of a currency
 */
public record Criteria(
        @Nullable Place place,
        @Nullable Boolean inStock,
        Set<String> categories,
        @Nullable Price price) {
    public static final Criteria ANY = new Criteria(null, null, Set.of(), null);

    /** Where. */
    public sealed interface Place {}

    /** Stores within a distance that hand goods over. */
    public record Near(double lat, double lon, int withinMeters) implements Place {}

    public record At(String locationId) implements Place {}

    /**
     * Inclusive bounds.
     *
     * @param currency ISO 4217; null is the one that most of the catalogue is priced in. What is priced in another one is left out.
     */
    public record Price(long least, long most, @Nullable String currency) {}

    public Criteria {
        categories = Set.copyOf(categories);
    }

    /** Whether stock is asked for at all. */
    public boolean concernsStock() {
        return !Boolean.FALSE.equals(inStock);
    }
}
