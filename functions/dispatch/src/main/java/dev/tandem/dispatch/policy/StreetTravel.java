package dev.tandem.dispatch.policy;

import dev.tandem.dispatch.matching.Place;
import dev.tandem.dispatch.matching.TravelModel;
import dev.tandem.dispatch.matching.Vehicle;

/** As the crow flies, times how much longer streets are, at the vehicle's speed. */
public final class StreetTravel implements TravelModel {
    private static final double METERS_OF_DEGREE = 111_195;

    private final double[] minutesPerMeter = new double[Vehicle.values().length];

    /** @param factor minutes on the street over minutes as the crow flies, in fair weather */
    public StreetTravel(DispatchPolicy policy, double factor) {
        for (Vehicle vehicle : Vehicle.values()) {
            double metersPerMinute = policy.speedsKmh().getOrDefault(vehicle, 15.0) * 1000 / 60;
            minutesPerMeter[vehicle.ordinal()] = factor / metersPerMinute;
        }
    }

    @Override
    public double minutes(Place from, Place to, Vehicle vehicle, long departureMillis) {
        return meters(from, to) * minutesPerMeter[vehicle.ordinal()];
    }

    /** Metres on a plane that touches the earth between the two; within 0.1 % up to a hundred kilometres. */
    static double meters(Place from, Place to) {
        double down = from.y() - to.y();
        double side = (from.x() - to.x()) * Math.cos(Math.toRadians((from.y() + to.y()) / 2));
        return METERS_OF_DEGREE * Math.sqrt(down * down + side * side);
    }
}
