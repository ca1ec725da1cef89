package dev.tandem.recommendation.bandit;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What became of an answer that was shown, as far as known. Each outcome includes the ones before it, so an answer only ever moves up, and
 * whatever the order and number of its events, the highest stands.
 */
public enum Outcome {
    /** Shown, and nothing more: what it stays when the shopper passes it by. */
    IGNORED(0),
    CLICKED(0.2),
    ADDED_TO_CART(0.5),
    PURCHASED(1);

    private final double reward;

    Outcome(double reward) {
        this.reward = reward;
    }

    /** 0 to 1. A purchase is what the shop lives on; a click is five times as frequent as one and a sign of it. */
    public double reward() {
        return reward;
    }

    public boolean reaches(Outcome other) {
        return compareTo(other) >= 0;
    }

    /** What is new when an answer goes from an outcome (absent: not known to be shown) to another one; empty when nothing is. */
    public static List<Outcome> gained(Optional<Outcome> before, Outcome after) {
        return Arrays.stream(values())
                .filter(one -> after.reaches(one)
                        && before.filter(old -> old.reaches(one)).isEmpty())
                .toList();
    }
}
