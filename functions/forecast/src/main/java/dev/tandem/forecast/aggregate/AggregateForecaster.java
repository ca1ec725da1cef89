package dev.tandem.forecast.aggregate;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.reconciliation.GroupedReconciliation;
import dev.tandem.forecast.reconciliation.Reconciliation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the sums of all groups, forecasts categories, regions and the total from their own histories, and makes all of it add up: a factor for each
 * cell and week, by which the forecasts of its series are multiplied. Within a cell that is the minimum-trace answer where the variance of a
 * series is in proportion to its mean, as that of a Poisson count is.
 */
public final class AggregateForecaster {
    /** Beyond these factors a sum's forecast is not trusted against what its series say. */
    public static final double LEAST_FACTOR = 0.5;

    public static final double MOST_FACTOR = 2;

    /**
     * Share of the errors of a cell's series that they have in common: what is wrong about one product is partly wrong about all. It says which cells
     * give way first, and how wide the bounds of young sums are.
     */
    static final double COMMON = 0.03;

    private static final int SEASON = 52;
    /** A sum that is known for fewer weeks is not forecast from its own history. */
    private static final int LEAST_HISTORY = 8;

    private final Forecaster forecaster;
    private final int asOfDay;
    private final int steps;
    private final int mostCells;
    private final SortedMap<Cell, CellSums> cells = new TreeMap<>();
    private final SortedMap<Node, double[]> histories = new TreeMap<>();

    /** @param mostCells more are refused: whoever makes a category of each SKU would fill the memory of this step */
    public AggregateForecaster(Forecaster forecaster, int asOfDay, int steps, int mostCells) {
        this.forecaster = forecaster;
        this.asOfDay = asOfDay;
        this.steps = steps;
        this.mostCells = mostCells;
    }

    /** @throws IllegalArgumentException for more cells than there may be, or other weeks ahead */
    public void add(GroupSums group) {
        if (group.steps() != steps) {
            throw new IllegalArgumentException("Sums of " + group.steps() + " weeks beside " + steps);
        }
        for (Map.Entry<Cell, CellSums> entry : group.cells().entrySet()) {
            CellSums sums = group.asOfDay() == asOfDay
                    ? entry.getValue()
                    : entry.getValue().later(Math.max(0, asOfDay - group.asOfDay()));
            CellSums all = cells.get(entry.getKey());
            if (all == null) {
                all = empty();
                cells.put(entry.getKey(), all);
                if (cells.size() > mostCells) {
                    throw new IllegalArgumentException(
                            "More than " + mostCells + " pairs of category and region are not added up");
                }
            }
            all.add(sums);
            for (Node node : Node.of(entry.getKey())) {
                CellSums.add(histories.computeIfAbsent(node, none -> new double[CellSums.HISTORY]), sums.history);
            }
        }
    }

    /**
     * @param now milliseconds of the epoch
     * @param before what the version before this one remembers: sums are heard as far as they would have been better than their series
     */
    public Aggregates forecast(long now, TrackRecord before) {
        List<Cell> names = new ArrayList<>(cells.keySet());
        List<CellSums> bottom = new ArrayList<>(cells.values());
        List<Node> nodes = new ArrayList<>(histories.keySet());
        int[][] memberships = memberships(names, nodes);
        @Nullable DemandForecast[] own = own(nodes);
        GroupedReconciliation reconciliation = new GroupedReconciliation(memberships, nodes.size());
        Map<Node.Level, Double> strengths = before.strengths(asOfDay, histories);
        double[] heard = nodes.stream()
                .mapToDouble(node -> strengths.getOrDefault(node.level(), 0.0))
                .toArray();
        float[][] factors = new float[names.size()][steps];
        double[][] means = new double[nodes.size()][steps];
        double[][] ofSeries = new double[nodes.size()][steps];
        for (int step = 0; step < steps; step++) {
            double[] sums = step(reconciliation, bottom, own, heard, step, factors, ofSeries);
            for (int node = 0; node < sums.length; node++) {
                means[node][step] = sums[node];
            }
        }
        SortedMap<Cell, float[]> byCell = new TreeMap<>();
        for (int cell = 0; cell < factors.length; cell++) {
            byCell.put(names.get(cell), factors[cell]);
        }
        CellSums[] totals = sums(bottom, memberships, nodes.size());
        SortedMap<Node, Aggregate> aggregates = new TreeMap<>();
        for (int node = 0; node < totals.length; node++) {
            DemandForecast forecast = own[node];
            aggregates.put(
                    nodes.get(node),
                    Aggregate.of(
                            totals[node].series,
                            forecast == null
                                    ? ofSeries(totals[node], means[node])
                                    : Reconciliation.moved(forecast, means[node])));
        }
        return new Aggregates(asOfDay, now, byCell, aggregates, before.with(asOfDay, expected(nodes, own, ofSeries)));
    }

    private static SortedMap<Node, TrackRecord.Expected> expected(
            List<Node> nodes, @Nullable DemandForecast[] own, double[][] ofSeries) {
        SortedMap<Node, TrackRecord.Expected> expected = new TreeMap<>();
        for (int node = 0; node < own.length; node++) {
            DemandForecast forecast = own[node];
            if (forecast != null) {
                expected.put(nodes.get(node), TrackRecord.expected(forecast.mean(), ofSeries[node]));
            }
        }
        return expected;
    }

    private static int[][] memberships(List<Cell> names, List<Node> nodes) {
        Map<Node, Integer> numbers = new HashMap<>();
        nodes.forEach(node -> numbers.put(node, numbers.size()));
        int[][] memberships = new int[Node.Level.values().length][names.size()];
        for (int cell = 0; cell < names.size(); cell++) {
            for (Node node : Node.of(names.get(cell))) {
                memberships[node.level().ordinal()][cell] = numbers.getOrDefault(node, 0);
            }
        }
        return memberships;
    }

    /** From their own histories. The only region, or category, is the total once more, which must not be heard twice. */
    private @Nullable DemandForecast[] own(List<Node> nodes) {
        @Nullable DemandForecast[] own = new DemandForecast[nodes.size()];
        for (int node = 0; node < own.length; node++) {
            Node.Level level = nodes.get(node).level();
            long alike = nodes.stream().filter(other -> other.level() == level).count();
            double[] history = histories.getOrDefault(nodes.get(node), new double[0]);
            int first = 0;
            while (first < history.length && !(history[first] > 0)) {
                first++;
            }
            if (history.length - first >= LEAST_HISTORY && (alike > 1 || level == Node.Level.TOTAL)) {
                own[node] = forecaster
                        .forecast(Arrays.copyOfRange(history, first, history.length), SEASON, steps)
                        .atLeastZero();
            }
        }
        return own;
    }

    /** Reconciles one week; fills in the factors of the cells and what series say of the nodes, and gives what the factors make the nodes. */
    private double[] step(
            GroupedReconciliation reconciliation,
            List<CellSums> bottom,
            @Nullable DemandForecast[] own,
            double[] heard,
            int step,
            float[][] factors,
            double[][] ofSeries) {
        int size = bottom.size();
        double[] units = new double[size];
        double[] variances = new double[size];
        double[] least = new double[size];
        double[] most = new double[size];
        for (int cell = 0; cell < size; cell++) {
            CellSums sums = bottom.get(cell);
            units[cell] = sums.mean[step] + sums.behind[step];
            variances[cell] = sums.mean[step] > 0 ? variance(sums, step) : 0;
            least[cell] = LEAST_FACTOR * sums.mean[step] + sums.behind[step];
            most[cell] = MOST_FACTOR * sums.mean[step] + sums.behind[step];
        }
        double[] said = reconciliation.sums(units);
        double[] doubts = reconciliation.sums(variances);
        double[] forecasts = new double[own.length];
        double[] spreads = new double[own.length];
        for (int node = 0; node < own.length; node++) {
            ofSeries[node][step] = said[node];
            DemandForecast forecast = own[node];
            // Alone, a sum of this variance moves its series by the share that it is to be heard with.
            forecasts[node] = forecast == null || heard[node] == 0 ? Double.NaN : forecast.mean()[step];
            spreads[node] = heard[node] == 0 ? 0 : doubts[node] * (1 - heard[node]) / heard[node];
        }
        double[] reconciled = reconciliation.reconcile(
                new GroupedReconciliation.Cells(units, variances, least, most), forecasts, spreads);
        double[] told = new double[size];
        for (int cell = 0; cell < size; cell++) {
            CellSums sums = bottom.get(cell);
            double factor = sums.mean[step] > 0 ? (reconciled[cell] - sums.behind[step]) / sums.mean[step] : 1;
            factors[cell][step] = (float) Math.clamp(factor, LEAST_FACTOR, MOST_FACTOR);
            told[cell] = factors[cell][step] * sums.mean[step] + sums.behind[step] + sums.awaited[step];
        }
        return reconciliation.sums(told);
    }

    /** Errors that share a part: each series' own add up by their squares, what they have in common by itself. */
    private static double variance(CellSums sums, int step) {
        return (1 - COMMON) * sums.variance[step] + COMMON * sums.deviation[step] * sums.deviation[step];
    }

    private CellSums[] sums(List<CellSums> bottom, int[][] memberships, int nodes) {
        CellSums[] sums = new CellSums[nodes];
        Arrays.setAll(sums, node -> empty());
        for (int[] grouping : memberships) {
            for (int cell = 0; cell < grouping.length; cell++) {
                sums[grouping[cell]].add(bottom.get(cell));
            }
        }
        return sums;
    }

    private CellSums empty() {
        // Histories are kept of the nodes only, which are few.
        return new CellSums(
                0,
                new double[0],
                new double[steps],
                new double[steps],
                new double[steps],
                new double[steps],
                new double[steps]);
    }

    /** Of a node too young for a forecast of its own: normal around the sum, cut at zero. */
    private DemandForecast ofSeries(CellSums sums, double[] mean) {
        double[][] quantiles = new double[DemandForecast.levelCount()][steps];
        NormalDistribution normal = new NormalDistribution();
        for (int level = 0; level < quantiles.length; level++) {
            double distance = normal.inverseCumulativeProbability(DemandForecast.level(level));
            for (int step = 0; step < steps; step++) {
                quantiles[level][step] = Math.max(0, mean[step] + distance * Math.sqrt(variance(sums, step)));
            }
        }
        return new DemandForecast("sum of series", mean, quantiles);
    }
}
