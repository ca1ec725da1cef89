package dev.tandem.bench.signals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Errors of point forecasts and coverage of quantiles, whole and by slice. Not safe for use by several threads. */
public final class RelativeErrors {
    private final Sums all = new Sums();
    private final Map<String, Sums> slices = new TreeMap<>();

    private static final class Sums {
        long cases;
        double relative;
        double absolute;
        double sold;
        long within80;
        long within95;
    }

    /**
     * Both sides are rounded to whole units, as the study does.
     *
     * @param bounds quantiles 0.025, 0.1, 0.9, 0.975; empty where the method has none
     */
    public void add(double actual, double forecast, double[] bounds, String... of) {
        double sold = Math.rint(actual);
        double error = Math.abs(Math.rint(forecast) - sold);
        add(all, sold, error, bounds);
        for (String slice : of) {
            add(slices.computeIfAbsent(slice, name -> new Sums()), sold, error, bounds);
        }
    }

    private static void add(Sums sums, double sold, double error, double[] bounds) {
        sums.cases++;
        sums.relative += error / sold;
        sums.absolute += error;
        sums.sold += sold;
        if (bounds.length > 0) {
            sums.within95 += sold >= bounds[0] && sold <= bounds[3] ? 1 : 0;
            sums.within80 += sold >= bounds[1] && sold <= bounds[2] ? 1 : 0;
        }
    }

    public long cases() {
        return all.cases;
    }

    /** MAPE in percent, as the study prints it; the others as shares. */
    public Map<String, Double> metrics(boolean coverage, boolean withSlices) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        put(metrics, "", all, coverage);
        if (withSlices) {
            slices.forEach((name, sums) -> put(metrics, " " + name, sums, coverage));
        }
        return metrics;
    }

    private static void put(Map<String, Double> metrics, String suffix, Sums sums, boolean coverage) {
        metrics.put("mape" + suffix, 100 * sums.relative / sums.cases);
        metrics.put("wape" + suffix, sums.absolute / sums.sold);
        if (coverage) {
            metrics.put("coverage80" + suffix, (double) sums.within80 / sums.cases);
            metrics.put("coverage95" + suffix, (double) sums.within95 / sums.cases);
        }
    }
}
