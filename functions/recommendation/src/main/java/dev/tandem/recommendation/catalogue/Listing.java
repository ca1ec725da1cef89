package dev.tandem.recommendation.catalogue;

import dev.tandem.recommendation.Product;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A product as the catalogue lists it.
 *
 * @param variantGroup what the sizes and colours of one article have in common
 * @param discontinued not sold any more: known by name, never recommended
 * @param updatedAt as of when this is so; of two listings of a product the later one stands
 */
public record Listing(Product product, @Nullable String variantGroup, boolean discontinued, Instant updatedAt) {
    public String sku() {
        return product.sku();
    }

    /** Whether both say the same of the product, whenever they say it. */
    boolean saysTheSameAs(Listing other) {
        return with(null).equals(other.with(null).at(updatedAt));
    }

    Listing with(@Nullable LocalDate firstSeen) {
        return new Listing(
                new Product(
                        product.sku(),
                        product.name(),
                        product.category(),
                        product.brand(),
                        product.scenes(),
                        product.priceMinor(),
                        product.currency(),
                        firstSeen),
                variantGroup,
                discontinued,
                updatedAt);
    }

    private Listing at(Instant time) {
        return new Listing(product, variantGroup, discontinued, time);
    }
}
