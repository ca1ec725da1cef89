package dev.tandem.bench;

import dev.tandem.bench.campus.CampusRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code bench campus}: unmanned vehicles on a simulated campus, beside a simple rule for the same vehicles and beside couriers. */
final class CampusBench {
    private static final String PROTOCOL =
            "simulated campus, 20 stops, 13 h of orders, promise 45 min after ready, drives and hand-overs"
                    + " noisy, 3 % no-shows, a path closed for 60 min, a vehicle out for 90 min";

    private final String command;

    CampusBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) {
        int vehicles = arguments.number("--vehicles", 4);
        int days = arguments.number("--days", 5);
        int seed = arguments.number("--seed", 1);
        for (int perVehicle = 100; perVehicle <= 220; perVehicle += 20) {
            Progress.say("campus: " + perVehicle + " orders a vehicle and day");
            CampusRun tandem = CampusRun.ofVehicles(seed, days, vehicles, perVehicle, true);
            print("tandem", tandem, vehicles, perVehicle);
            print("first-come", CampusRun.ofVehicles(seed, days, vehicles, perVehicle, false), vehicles, perVehicle);
            int couriers = 1;
            CampusRun byHand = CampusRun.ofCouriers(seed, days, couriers, vehicles * perVehicle);
            while (byHand.lateShare() > Math.max(tandem.lateShare(), 0.01) && couriers < 40) {
                couriers++;
                byHand = CampusRun.ofCouriers(seed, days, couriers, vehicles * perVehicle);
            }
            print("couriers", byHand, couriers, perVehicle * vehicles / couriers);
        }
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
