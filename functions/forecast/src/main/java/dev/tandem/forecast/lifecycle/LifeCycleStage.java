package dev.tandem.forecast.lifecycle;

/** A new product has too little history of its own; a declining one sells much less than before, and not for the season. */
public enum LifeCycleStage {
    NEW,
    MATURE,
    DECLINE
}
