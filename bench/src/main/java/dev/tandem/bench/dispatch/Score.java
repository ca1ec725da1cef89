package dev.tandem.bench.dispatch;

import dev.tandem.bench.dispatch.Trip.Handover;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What shoppers and riders got, over one or more days. Means are over days, as the published figures are; percentiles over orders. */
public final class Score {
    private static final double TARGET_MINUTES = 40;
    private final List<Double> delivered = new ArrayList<>();
    private final List<Double> clickToDoor = new ArrayList<>();
    private final List<Double> p90 = new ArrayList<>();
    private final List<Double> over = new ArrayList<>();
    private final List<Double> readyToDoor = new ArrayList<>();
    private final List<Double> utilisation = new ArrayList<>();
    private final List<Double> floor = new ArrayList<>();
    private final List<Double> dropOffsPerTrip = new ArrayList<>();

    /** Adds a day. */
    public void add(Day day, List<Trip> trips) {
        List<Double> click = new ArrayList<>();
        List<Double> ready = new ArrayList<>();
        double busy = 0;
        for (Trip trip : trips) {
            for (Handover dropOff : trip.dropOffs()) {
                click.add(dropOff.at() - day.requests().get(dropOff.request()).placed());
                ready.add(dropOff.at() - day.requests().get(dropOff.request()).ready());
            }
            busy += trip.dropOffs().getLast().at() + day.dropOffService() / 2 - trip.instructedAt();
        }
        double[] sorted =
                click.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        delivered.add((double) sorted.length / day.requests().size());
        clickToDoor.add(Arrays.stream(sorted).average().orElse(0));
        p90.add(sorted.length == 0 ? 0 : sorted[(int) Math.ceil(0.9 * sorted.length) - 1]);
        over.add((double) Arrays.stream(sorted)
                        .filter(minutes -> minutes > TARGET_MINUTES)
                        .count()
                / Math.max(1, sorted.length));
        readyToDoor.add(
                ready.stream().mapToDouble(Double::doubleValue).average().orElse(0));
        utilisation.add(busy
                / day.riders().stream()
                        .mapToDouble(rider -> rider.off() - rider.on())
                        .sum());
        floor.add(day.requests().stream().mapToDouble(day::floor).average().orElse(0));
        dropOffsPerTrip.add((double) sorted.length / Math.max(1, trips.size()));
    }

    /** By the names of the design: shares 0 to 1, times in minutes. */
    public Map<String, Double> metrics() {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("delivered", mean(delivered));
        metrics.put("clickToDoorMean", mean(clickToDoor));
        metrics.put("clickToDoorP90", mean(p90));
        metrics.put("over40", mean(over));
        metrics.put("readyToDoor", mean(readyToDoor));
        metrics.put("utilisation", mean(utilisation));
        metrics.put("floor", mean(floor));
        metrics.put("overFloor", mean(clickToDoor) - mean(floor));
        metrics.put("ordersPerTrip", mean(dropOffsPerTrip));
        return metrics;
    }

    /** How many days were added. */
    public int days() {
        return floor.size();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
