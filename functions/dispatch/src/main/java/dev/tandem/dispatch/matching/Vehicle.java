package dev.tandem.dispatch.matching;

/** What a courier moves with. */
public enum Vehicle {
    FOOT,
    BICYCLE,
    EBIKE,
    SCOOTER,
    CAR;

    /** Whether rain, wind and ice reach the rider. */
    boolean open() {
        return this != CAR;
    }
}
