package dev.tandem.recommendation.bandit;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Answers shown by one arm, and how many of them came to what. Whole numbers in a day's bucket, fractions once discounted. Each is at
 * most the one before it.
 */
public record Counts(double exposures, double clicks, double carts, double purchases) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);

    public Counts {
        if (!(0 <= purchases && purchases <= carts && carts <= clicks && clicks <= exposures)) {
            throw new IllegalArgumentException("Conversions outnumber exposures: " + exposures + " shown, " + clicks
                    + " clicked, " + carts + " in carts, " + purchases + " bought");
        }
    }

    /** One day's answers of an arm, by the time the answer was given: a late click goes where its exposure is. */
    public record Bucket(LocalDate day, Arm arm, Counts counts) {}

    public Counts plus(Counts more) {
        return new Counts(
                exposures + more.exposures, clicks + more.clicks, carts + more.carts, purchases + more.purchases);
    }

    /** Sum of the answers' rewards ({@link Outcome#reward()}), at most {@link #exposures}. */
    public double reward() {
        double click = Outcome.CLICKED.reward();
        double cart = Outcome.ADDED_TO_CART.reward();
        return clicks * click + carts * (cart - click) + purchases * (Outcome.PURCHASED.reward() - cart);
    }

    Counts times(double weight) {
        return new Counts(exposures * weight, clicks * weight, carts * weight, purchases * weight);
    }

    /** What the buckets of an arm amount to on a day, older ones counting less. */
    static Counts of(Arm arm, List<Bucket> buckets, LocalDate today, Policy policy) {
        return buckets.stream()
                .filter(bucket -> bucket.arm() == arm)
                .map(bucket -> bucket.counts.times(policy.weight(ChronoUnit.DAYS.between(bucket.day, today))))
                .reduce(NONE, Counts::plus);
    }
}
