package dev.tandem.stock.feed;

/** Asked between two windows: is there time for another? */
@FunctionalInterface
public interface Deadline {
    boolean isNear();

    Deadline NEVER = () -> false;
}
