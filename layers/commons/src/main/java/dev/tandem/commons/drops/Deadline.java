package dev.tandem.commons.drops;

/** Asked between two windows: is there time for another? */
@FunctionalInterface
public interface Deadline {
    boolean isNear();

    Deadline NEVER = () -> false;
}
