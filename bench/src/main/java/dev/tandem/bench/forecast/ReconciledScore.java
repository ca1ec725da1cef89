package dev.tandem.bench.forecast;

import dev.tandem.forecast.aggregate.AggregateForecaster;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.Cell;
import dev.tandem.forecast.aggregate.CellSums;
import dev.tandem.forecast.aggregate.GroupSums;
import dev.tandem.forecast.aggregate.TrackRecord;
import dev.tandem.forecast.model.Combination;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.reconciliation.Reconciliation;
import dev.tandem.forecast.retail.DemandSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What reconciling does to the forecasts of an origin: the series again, and errors by level, before and after. The first group of a series is its
 * region, the second, where there is one, its category.
 */
public final class ReconciledScore {
    private static final int WEEK = 7;
    private static final double TENTHS = 2.5631;
    private static final List<String> LEVELS = List.of("sku", "region", "category", "total");

    private record Judged(DemandSeries series, double[] actual, DemandForecast forecast) {
        Cell cell() {
            List<String> groups = series.groups();
            return new Cell(groups.size() > 1 ? groups.get(1) : "", groups.isEmpty() ? "" : groups.getFirst());
        }

        List<String> keys() {
            return List.of(series.sku(), cell().region(), cell().category(), "");
        }
    }

    private final DemandScore series = new DemandScore(true);
    /** By level: absolute errors before and after, and units sold. */
    private final double[][] sums = new double[LEVELS.size()][3];

    private final List<Judged> judged = new ArrayList<>();
    private TrackRecord record = TrackRecord.NONE;

    public DemandScore series() {
        return series;
    }

    public void add(DemandSeries known, double[] actual, DemandForecast forecast) {
        judged.add(new Judged(known, actual, forecast));
    }

    /**
     * Reconciles what was added since the last origin, by what was known of earlier ones, and judges it.
     *
     * @param counts false for an origin that only serves to judge the sums of later ones by
     */
    public void judge(int origin, int horizon, boolean counts) {
        GroupSums group = new GroupSums(WEEK * origin, horizon);
        for (Judged one : judged) {
            CellSums cell = group.cell(one.cell().category(), one.cell().region());
            cell.sold(days(one.series().values()));
            for (int step = 0; step < horizon; step++) {
                DemandForecast forecast = one.forecast();
                double deviation = (forecast.quantile(0.9, step) - forecast.quantile(0.1, step)) / TENTHS;
                cell.expected(step, forecast.mean()[step], deviation);
            }
        }
        AggregateForecaster all = new AggregateForecaster(new Combination(), WEEK * origin, horizon, Integer.MAX_VALUE);
        all.add(group);
        Aggregates aggregates = all.forecast(0, record);
        record = aggregates.record();
        if (counts) {
            count(origin, horizon, aggregates);
        }
        judged.clear();
    }

    private void count(int origin, int horizon, Aggregates aggregates) {
        List<Map<String, double[][]>> levels = new ArrayList<>();
        LEVELS.forEach(level -> levels.add(new LinkedHashMap<>()));
        for (Judged one : judged) {
            float[] factors = Objects.requireNonNull(aggregates.factors().get(one.cell()));
            double[] mean = one.forecast().mean().clone();
            for (int step = 0; step < horizon; step++) {
                mean[step] *= factors[step];
            }
            series.add(origin, one.series().values(), one.actual(), Reconciliation.moved(one.forecast(), mean));
            for (int level = 0; level < levels.size(); level++) {
                double[][] sum =
                        levels.get(level).computeIfAbsent(one.keys().get(level), key -> new double[3][horizon]);
                for (int step = 0; step < horizon; step++) {
                    sum[0][step] += one.forecast().mean()[step];
                    sum[1][step] += mean[step];
                    sum[2][step] += one.actual()[step];
                }
            }
        }
        for (int level = 0; level < levels.size(); level++) {
            for (double[][] sum : levels.get(level).values()) {
                for (int step = 0; step < horizon; step++) {
                    sums[level][0] += Math.abs(sum[0][step] - sum[2][step]);
                    sums[level][1] += Math.abs(sum[1][step] - sum[2][step]);
                    sums[level][2] += sum[2][step];
                }
            }
        }
    }

    /** WAPE by level; not those of the series. */
    public Map<String, Double> levels(boolean reconciled) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (int level = 0; level < sums.length; level++) {
            metrics.put(LEVELS.get(level) + "Wape", sums[level][reconciled ? 1 : 0] / sums[level][2]);
        }
        return metrics;
    }

    /** Sums are kept by day: a week has seven days alike. */
    private static double[] days(double[] weeks) {
        double[] days = new double[weeks.length * WEEK];
        Arrays.setAll(days, day -> weeks[day / WEEK] / WEEK);
        return days;
    }
}
