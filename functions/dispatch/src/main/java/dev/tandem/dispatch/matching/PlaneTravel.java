package dev.tandem.dispatch.matching;

/**
 * Straight lines on a plane of metres at one speed, rounded up to whole minutes, as the public meal-delivery instances have it.
 *
 * @param metersPerMinute above zero
 */
public record PlaneTravel(double metersPerMinute) implements TravelModel {
    public PlaneTravel {
        if (!(metersPerMinute > 0)) {
            throw new IllegalArgumentException("metersPerMinute is above zero, not " + metersPerMinute);
        }
    }

    @Override
    public double minutes(Place from, Place to, Vehicle vehicle, long departureMillis) {
        double dx = from.x() - to.x();
        double dy = from.y() - to.y();
        return Math.ceil(Math.sqrt(dx * dx + dy * dy) / metersPerMinute);
    }
}
