package dev.tandem.recommendation;

import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the catalogue says of an item.
 *
 * @param scenes occasions that it is for, such as {@code new-baby}
 * @param priceMinor price in the currency's smallest unit
 * @param currency ISO 4217
 * @param firstSeen day on which the catalogue first had it
 */
public record Product(
        String sku,
        String name,
        @Nullable String category,
        @Nullable String brand,
        Set<String> scenes,
        @Nullable Long priceMinor,
        @Nullable String currency,
        @Nullable LocalDate firstSeen) {
    public Product {
        scenes = Set.copyOf(scenes);
    }
}
