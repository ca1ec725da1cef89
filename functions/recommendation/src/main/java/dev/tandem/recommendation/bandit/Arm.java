package dev.tandem.recommendation.bandit;

import dev.tandem.recommendation.model.Blend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The blends to choose from. What is known of an arm is known of its blend: to change a blend, add an arm with the next number and
 * take the old one out; a number is never used again.
 */
public enum Arm {
    /** What validation on the log found best (docs/recommendation.md). */
    VALIDATED(1, Blend.DEFAULT),
    /** What sessions like this one went on to, more than what goes with its single items. */
    SESSIONS(2, new Blend(3, 1, 1, 3.5, 0.001)),
    /** What goes with the items of the session, directly and by one step in between. */
    COMPANIONS(3, new Blend(0.5, 2, 2, 3.5, 0.001, 1)),
    /** Items that the session has not seen yet, before those that it has. */
    NEW_ITEMS(4, new Blend(1, 1, 1, 0.2, 0.001)),
    /** What many look at counts beside what the session shows. */
    POPULAR(5, new Blend(1, 1, 1, 3.5, 0.3));

    /** All of them, in the order in which weights and probabilities are listed. */
    public static final List<Arm> ALL = List.of(values());

    private final int number;
    private final Blend blend;

    Arm(int number, Blend blend) {
        this.number = number;
        this.blend = blend;
    }

    int number() {
        return number;
    }

    public Blend blend() {
        return blend;
    }

    /** As clients, logs and the table name it. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Arm> ofNumber(int number) {
        return Arrays.stream(values()).filter(arm -> arm.number == number).findFirst();
    }

    public static Optional<Arm> ofWire(String wire) {
        return Arrays.stream(values()).filter(arm -> arm.wire().equals(wire)).findFirst();
    }
}
