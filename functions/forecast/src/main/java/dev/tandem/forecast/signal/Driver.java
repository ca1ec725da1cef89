package dev.tandem.forecast.signal;

/**
 * A part of a forecast.
 *
 * @param name {@code level}, {@code season}, or the name of a signal
 * @param units what it adds in each step of the horizon; over all drivers the units of a step sum up to its median
 * @param logEffects the same as effects on log demand, against the usual value of the signal
 */
public record Driver(String name, double[] units, double[] logEffects) {}
