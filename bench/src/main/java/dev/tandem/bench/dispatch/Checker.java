package dev.tandem.bench.dispatch;

import dev.tandem.bench.dispatch.Trip.Handover;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Verifies trips against the rules, from the instance alone; shares no code with {@link Replay}. */
public final class Checker {
    private static final double EPSILON = 1e-9;

    private Checker() {}

    /**
     * Every rule that is broken, one line each; empty when the trips are possible.
     *
     * @param tickMinutes instructions are only given at whole multiples of it
     */
    public static List<String> violations(Day day, List<Trip> trips, double tickMinutes) {
        List<String> violations = new ArrayList<>();
        Set<Integer> served = new HashSet<>();
        double[] x = new double[day.riders().size()];
        double[] y = new double[x.length];
        double[] free = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = day.riders().get(i).x();
            y[i] = day.riders().get(i).y();
            free[i] = day.riders().get(i).on();
        }
        List<Trip> inOrder = trips.stream()
                .sorted(Comparator.comparingDouble(Trip::instructedAt))
                .toList();
        for (Trip trip : inOrder) {
            if (trip.rider() < 0 || trip.rider() >= x.length) {
                violations.add("no rider " + trip.rider());
                continue;
            }
            Day.Rider rider = day.riders().get(trip.rider());
            String who = rider.id() + " at " + trip.instructedAt() + ": ";
            if (Math.abs(trip.instructedAt() / tickMinutes - Math.rint(trip.instructedAt() / tickMinutes)) > EPSILON) {
                violations.add(who + "instructed between ticks");
            }
            if (trip.instructedAt() < rider.on() - EPSILON || trip.instructedAt() > rider.off() + EPSILON) {
                violations.add(who + "instructed off duty");
            }
            if (trip.instructedAt() < free[trip.rider()] - EPSILON) {
                violations.add(who + "instructed before idle");
            }
            if (!sameRequests(trip) || trip.pickUps().isEmpty()) {
                violations.add(who + "what is fetched is not what is brought");
                continue;
            }
            double leaves = trip.instructedAt();
            int shopBefore = -1;
            for (Handover pickUp : trip.pickUps()) {
                if (pickUp.request() < 0 || pickUp.request() >= day.requests().size()) {
                    violations.add(who + "no request " + pickUp.request());
                    continue;
                }
                Day.Request request = day.requests().get(pickUp.request());
                if (!served.add(pickUp.request())) {
                    violations.add(who + request.id() + " is served twice");
                }
                if (request.placed() > trip.instructedAt() + EPSILON) {
                    violations.add(who + request.id() + " is not placed yet");
                }
                if (pickUp.at() < request.ready() - EPSILON) {
                    violations.add(who + request.id() + " is fetched before it is ready");
                }
                if (pickUp.at() > rider.off() + EPSILON) {
                    violations.add(who + request.id() + " is fetched after the shift");
                }
                if (request.shop() != shopBefore) {
                    Day.Shop shop = day.shops().get(request.shop());
                    double earliest = leaves
                            + minutes(day, x[trip.rider()], y[trip.rider()], shop.x(), shop.y())
                            + day.pickUpService() / 2;
                    if (pickUp.at() < earliest - EPSILON) {
                        violations.add(who + request.id() + " is fetched before the rider can be there");
                    }
                    x[trip.rider()] = shop.x();
                    y[trip.rider()] = shop.y();
                    shopBefore = request.shop();
                    leaves = pickUp.at() + day.pickUpService() / 2;
                } else if (Math.abs(pickUp.at() + day.pickUpService() / 2 - leaves) > EPSILON) {
                    violations.add(who + request.id() + " is not fetched in its visit");
                }
            }
            for (Handover dropOff : trip.dropOffs()) {
                if (dropOff.request() < 0 || dropOff.request() >= day.requests().size()) {
                    continue;
                }
                Day.Request request = day.requests().get(dropOff.request());
                double earliest = leaves
                        + minutes(day, x[trip.rider()], y[trip.rider()], request.x(), request.y())
                        + day.dropOffService() / 2;
                if (dropOff.at() < earliest - EPSILON) {
                    violations.add(who + request.id() + " is brought before the rider can be there");
                }
                x[trip.rider()] = request.x();
                y[trip.rider()] = request.y();
                leaves = dropOff.at() + day.dropOffService() / 2;
            }
            free[trip.rider()] = leaves;
        }
        return violations;
    }

    private static boolean sameRequests(Trip trip) {
        return trip.pickUps().stream()
                .map(Handover::request)
                .sorted()
                .toList()
                .equals(trip.dropOffs().stream().map(Handover::request).sorted().toList());
    }

    private static double minutes(Day day, double fromX, double fromY, double toX, double toY) {
        return Math.ceil(Math.hypot(toX - fromX, toY - fromY) / day.metersPerMinute());
    }
}
