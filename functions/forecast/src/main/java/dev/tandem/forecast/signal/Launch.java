package dev.tandem.forecast.signal;

import java.util.Map;

/**
 * The first periods of a product, past or under way.
 *
 * @param attributes what it is alike others in, as brand, material, size, location
 * @param price to the shopper at the start; NaN where unknown
 * @param social how much it was talked about around the start, in any unit that all launches share; NaN where unknown
 * @param units a period since the start, oldest first; NaN where unknown; empty before the first
 */
public record Launch(Map<String, String> attributes, double price, double social, double[] units) {
    public Launch {
        attributes = Map.copyOf(attributes);
        if (price <= 0) {
            throw new IllegalArgumentException("A price of " + price);
        }
    }
}
