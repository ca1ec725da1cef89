package dev.tandem.dispatch.matching;

/**
 * A point that only a {@link TravelModel} gives a meaning.
 *
 * @param x degrees of longitude, or metres to the east on a plane
 * @param y degrees of latitude, or metres to the north on a plane
 */
public record Place(double x, double y) {}
