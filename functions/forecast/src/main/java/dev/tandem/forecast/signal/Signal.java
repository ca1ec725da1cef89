package dev.tandem.forecast.signal;

/**
 * A column beside the demand of a series.
 *
 * @param name unique within the series
 * @param values one a period, the first belongs to the first period of the demand; NaN where unknown. What lies after the last period of
 *     demand counts only when it is known ahead
 */
public record Signal(String name, Kind kind, Knowledge knowledge, double[] values) {

    /** What a value means and so how demand may depend on it. */
    public enum Kind {
        /** Price to the shopper, above zero; dependence by its logarithm, bent, and by the discount from recent prices. */
        PRICE,
        /** Strength of a promotion, 0 to 1: a deal, a feature in a leaflet. */
        PROMOTION,
        /** Price of what shoppers may buy instead, above zero. */
        COMPETITOR_PRICE,
        /** How strongly the others are promoted, 0 to 1. */
        COMPETITOR_PROMOTION,
        /** 1 in a period with the holiday, or the share of its days; works one period ahead and after, too. */
        HOLIDAY,
        /** A measurement with a yearly course; works with a delay that is learnt. */
        WEATHER,
        /** What people say; works with a delay that is learnt. */
        SENTIMENT,
        /** Anything else; works with a delay that is learnt. */
        OTHER
    }

    /** Whether the future of a signal may be used. */
    public enum Knowledge {
        /** Planned, as prices, promotions and holidays are: values after the last demand are used. */
        KNOWN_AHEAD,
        /** Measured: values after the last demand are never read, the outlook takes their place. */
        OBSERVED
    }

    /** @throws IllegalArgumentException for an empty name or prices that are not above zero */
    public Signal {
        if (name.isBlank()) {
            throw new IllegalArgumentException("A signal without a name");
        }
        if (kind == Kind.PRICE || kind == Kind.COMPETITOR_PRICE) {
            for (double value : values) {
                if (value <= 0) {
                    throw new IllegalArgumentException("Signal " + name + " has a price of " + value);
                }
            }
        }
    }

    boolean isPrice() {
        return kind == Kind.PRICE || kind == Kind.COMPETITOR_PRICE;
    }
}
