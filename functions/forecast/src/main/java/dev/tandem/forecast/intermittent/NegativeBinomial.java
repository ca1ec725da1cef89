package dev.tandem.forecast.intermittent;

import org.hipparchus.special.Beta;

/**
 * Counts whose variance is larger than their mean, as sales of slow movers are: Poisson with a rate that itself varies by a gamma law.
 *
 * @param mean at least 0
 * @param variance above the mean; not above it means Poisson
 */
public record NegativeBinomial(double mean, double variance) {
    /** From here the gamma mixture is all but Poisson. */
    private static final double LEAST_EXCESS = 1e-6;

    /** {@code P(Y <= count)}. */
    public double cumulative(double count) {
        if (count < 0) {
            return 0;
        }
        if (mean <= 0) {
            return 1;
        }
        double successes = mean * mean / excess();
        return Beta.regularizedBeta(mean / (mean + excess()), successes, Math.floor(count) + 1);
    }

    /** The least count whose cumulative probability reaches the level. */
    public double quantile(double level) {
        if (mean <= 0 || cumulative(0) >= level) {
            return 0;
        }
        double below = 0;
        double above = Math.ceil(mean + 2 * Math.sqrt(mean + excess())) + 1;
        while (cumulative(above) < level) {
            below = above;
            above *= 2;
        }
        while (above - below > 1) {
            double middle = Math.floor((below + above) / 2);
            if (cumulative(middle) >= level) {
                above = middle;
            } else {
                below = middle;
            }
        }
        return above;
    }

    private double excess() {
        return Math.max(variance - mean, LEAST_EXCESS * mean);
    }
}
