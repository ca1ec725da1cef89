package dev.tandem.bench.campus;

import dev.tandem.dispatch.campus.Campus;
import dev.tandem.dispatch.campus.CampusPlanner;
import dev.tandem.dispatch.campus.Rules;
import java.util.ArrayList;
import java.util.List;

/**
 * Several days with one fleet. Costs rest on assumptions, of which the table is no better than they are: a vehicle costs 30 EUR a day to own
 * and keep, one person watches eight vehicles, people cost 18 EUR an hour, and the day has fourteen hours.
 */
public final class CampusRun {
    private static final double VEHICLE_EUR_A_DAY = 30;
    private static final double WAGE_EUR_AN_HOUR = 18;
    private static final double HOURS = 14;
    private static final double VEHICLES_A_WATCHER = 8;
    private static final int ROUNDS = 60;

    /** A small driverless van: 15 km/h, sixteen compartments. */
    private static final Campus.Vehicle ROBOT = new Campus.Vehicle("type", 100, 16, 250, 25_000, 400);

    /** With a cargo bicycle; rests and range are not modelled, which favours couriers. */
    private static final Campus.Vehicle COURIER = new Campus.Vehicle("type", 25, 4, 250, 1_000_000, 1_000_000);

    private final List<CampusTally> days;
    private final double costADay;

    private CampusRun(List<CampusTally> days, double costADay) {
        this.days = days;
        this.costADay = costADay;
    }

    public static CampusRun ofVehicles(int seed, int days, int vehicles, int ordersAVehicle, boolean planned) {
        return run(
                seed,
                days,
                vehicles,
                vehicles * ordersAVehicle,
                ROBOT,
                planned,
                vehicles * (VEHICLE_EUR_A_DAY + WAGE_EUR_AN_HOUR * HOURS / VEHICLES_A_WATCHER));
    }

    public static CampusRun ofCouriers(int seed, int days, int couriers, int orders) {
        return run(seed, days, couriers, orders, COURIER, true, couriers * WAGE_EUR_AN_HOUR * HOURS);
    }

    private static CampusRun run(
            int seed, int days, int fleet, int orders, Campus.Vehicle type, boolean planned, double costADay) {
        List<CampusTally> tallies = new ArrayList<>();
        for (int i = 0; i < days; i++) {
            CampusDay day = CampusDay.of(seed * 1000L + i, fleet, orders, type);
            CampusSimulator.Planner planner =
                    planned ? new CampusPlanner(Rules.DEFAULT, ROUNDS)::plan : new FirstCome();
            tallies.add(new CampusSimulator(day, planner, Rules.DEFAULT, seed + i).run());
        }
        return new CampusRun(tallies, costADay);
    }

    public int orders() {
        return days.stream().mapToInt(day -> day.placed).sum();
    }

    private int delivered() {
        return days.stream().mapToInt(CampusTally::deliveredOrders).sum();
    }

    public double deliveredShare() {
        return (double) delivered() / orders();
    }

    /** What was not delivered counts as late. */
    public double lateShare() {
        return (double) (days.stream().mapToInt(CampusTally::late).sum() + orders() - delivered()) / orders();
    }

    public double readyToDoorMean() {
        return days.stream()
                .flatMap(day -> day.readyToDoor().stream())
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    public double readyToDoor(double share) {
        double[] sorted = days.stream()
                .flatMap(day -> day.readyToDoor().stream())
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted.length == 0 ? Double.NaN : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }

    public double metersPerOrder() {
        return days.stream().mapToDouble(CampusTally::meters).sum() / Math.max(1, delivered());
    }

    public double ordersPerTrip() {
        return (double) delivered()
                / Math.max(1, days.stream().mapToInt(day -> day.trips).sum());
    }

    public double costPerOrder() {
        return costADay * days.size() / Math.max(1, delivered());
    }

    public int violations() {
        return days.stream().mapToInt(CampusTally::violations).sum();
    }

    public List<Long> planNanos() {
        return days.stream().flatMap(day -> day.planNanos.stream()).toList();
    }
}
