package dev.tandem.dispatch.matching;

import java.util.List;
import java.util.Set;

/** Couriers and orders on a line of metres, 100 a minute, so that ways can be worked out in the head. */
final class Scenes {
    static final long NOON = 1_750_000_000_000L;
    static final long MINUTE = 60_000;

    private Scenes() {}

    static Courier courier(String id, double x, double freeIn, double offIn) {
        return courier(id, x, freeIn, offIn, 0, 1);
    }

    static Courier courier(String id, double x, double freeIn, double offIn, double earned, double acceptance) {
        return new Courier(
                id, new Place(x, 0), at(freeIn), at(offIn), Vehicle.BICYCLE, 3, 20, 60, earned, 60, acceptance);
    }

    static Order order(String id, double shop, double door, double readyIn) {
        return order(id, shop, door, readyIn, 1, 1, Set.of());
    }

    static Order order(
            String id,
            double shop,
            double door,
            double readyIn,
            double kilograms,
            double priority,
            Set<String> declinedBy) {
        return order(id, shop, door, readyIn, 40, kilograms, priority, declinedBy);
    }

    static Order order(
            String id,
            double shop,
            double door,
            double readyIn,
            double deadlineIn,
            double kilograms,
            double priority,
            Set<String> declinedBy) {
        return new Order(
                id,
                "shop " + shop,
                new Place(shop, 0),
                new Place(door, 0),
                NOON,
                at(readyIn),
                at(deadlineIn),
                kilograms,
                5,
                priority,
                declinedBy);
    }

    static long at(double minute) {
        return NOON + Math.round(minute * MINUTE);
    }

    static DispatchSnapshot snapshot(List<Courier> couriers, List<Order> orders, Weather weather) {
        return new DispatchSnapshot(
                NOON, couriers, orders, new PlaneTravel(100), weather, new ServiceTimes(4, 4), Weights.DEFAULT);
    }

    static Decision match(List<Courier> couriers, List<Order> orders) {
        return Matcher.match(snapshot(couriers, orders, Weather.FAIR));
    }
}
