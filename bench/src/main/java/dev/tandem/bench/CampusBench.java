package dev.tandem.bench;

import dev.tandem.bench.campus.CampusRun;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;

/** {@code bench campus}: unmanned vehicles on a simulated campus, beside a simple rule for the same vehicles and beside couriers. */
final class CampusBench {
    private static final String PROTOCOL =
            "simulated campus, 20 stops, 13 h of orders, promise 45 min after ready, drives and hand-overs"
                    + " noisy, 3 % no-shows, a path closed for 60 min, a vehicle out for 90 min";

    private static final int FIRST = 100;
    private static final int LAST = 200;
    /** About what one can bring in a day; where the search for their number begins. */
    private static final int ORDERS_OF_A_COURIER = 60;

    private static final int MOST_COURIERS = 40;

    private final String command;

    CampusBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) {
        int vehicles = arguments.number("--vehicles", 4);
        int days = arguments.number("--days", 5);
        int seed = arguments.number("--seed", 1);
        int couriers = Math.max(1, vehicles * FIRST / ORDERS_OF_A_COURIER);
        for (int perVehicle = FIRST; perVehicle <= LAST; perVehicle += 20) {
            Progress.say("campus: " + perVehicle + " orders a vehicle and day");
            CampusRun tandem = CampusRun.ofVehicles(seed, days, vehicles, perVehicle, true);
            print("tandem", tandem, vehicles, perVehicle);
            print("first-come", CampusRun.ofVehicles(seed, days, vehicles, perVehicle, false), vehicles, perVehicle);
            int orders = vehicles * perVehicle;
            double late = Math.max(tandem.lateShare(), 0.01);
            Map<Integer, CampusRun> tried = new HashMap<>();
            IntFunction<CampusRun> byHand =
                    count -> tried.computeIfAbsent(count, n -> CampusRun.ofCouriers(seed, days, n, orders));
            couriers = fewest(couriers, count -> byHand.apply(count).lateShare() <= late);
            print("couriers", byHand.apply(couriers), couriers, orders / couriers);
        }
    }

    /** The fewest couriers who are enough; from a guess up or down, one at a time. */
    private static int fewest(int guess, IntPredicate enough) {
        int couriers = guess;
        if (enough.test(couriers)) {
            while (couriers > 1 && enough.test(couriers - 1)) {
                couriers--;
            }
            return couriers;
        }
        do {
            couriers++;
        } while (couriers < MOST_COURIERS && !enough.test(couriers));
        return couriers;
    }

    private void print(String method, CampusRun run, int fleet, int perVehicle) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("fleet", (double) fleet);
        metrics.put("ordersPerVehicleAndDay", (double) perVehicle);
        metrics.put("delivered", run.deliveredShare());
        metrics.put("late", run.lateShare());
        metrics.put("readyToDoor", run.readyToDoorMean());
        metrics.put("readyToDoorP90", run.readyToDoor(0.9));
        metrics.put("metersPerOrder", run.metersPerOrder());
        metrics.put("ordersPerTrip", run.ordersPerTrip());
        metrics.put("costPerOrderEur", run.costPerOrder());
        metrics.put("violations", (double) run.violations());
        Latencies latencies = new Latencies();
        run.planNanos().forEach(latencies::add);
        new BenchLine("campus", method, "simulated", PROTOCOL, run.orders())
                .metrics(metrics)
                .latencies(latencies)
                .print(command);
    }
}
