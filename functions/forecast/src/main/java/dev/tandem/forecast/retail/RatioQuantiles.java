package dev.tandem.forecast.retail;

import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Quantiles of sold over forecast, from what past origins of all series gave, in cells of series that sell about as fast and are about as
 * hard to forecast: conformal prediction within categories (Vovk, Lindsay, Nouretdinov, Gammerman 2003) on a rolling window.
 *
 * @param speeds upper borders of the forecast between rows of cells
 * @param variabilities upper borders between the cells of each row
 * @param ratios {@code [row][cell][level]} for {@link DemandForecast#levels()}
 */
public record RatioQuantiles(double[] speeds, double[][] variabilities, double[][][] ratios) {
    private static final int LEAST_CASES = 300;
    private static final int CASES_IN_CELL = 1000;
    private static final int MOST_ROWS = 12;
    private static final int MOST_CELLS = 5;

    /** Cases to learn from; grows as needed. */
    static final class Cases {
        private double[] forecasts = new double[1024];
        private double[] variabilities = new double[1024];
        private double[] ratios = new double[1024];
        private int count;

        void add(double forecast, double variability, double ratio) {
            if (count == forecasts.length) {
                forecasts = Arrays.copyOf(forecasts, count * 2);
                variabilities = Arrays.copyOf(variabilities, count * 2);
                ratios = Arrays.copyOf(ratios, count * 2);
            }
            forecasts[count] = forecast;
            variabilities[count] = variability;
            ratios[count++] = ratio;
        }

        int count() {
            return count;
        }
    }

    static boolean learnable(Cases cases) {
        return cases.count >= LEAST_CASES;
    }

    static RatioQuantiles learn(Cases cases) {
        Integer[] order = IntStream.range(0, cases.count).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingDouble(at -> cases.forecasts[at]));
        int rows = (int) Math.clamp(Math.sqrt((double) cases.count / CASES_IN_CELL), 1, MOST_ROWS);
        int perRow = Math.clamp(cases.count / rows / CASES_IN_CELL, 1, MOST_CELLS);
        double[] speeds = new double[rows - 1];
        double[][] borders = new double[rows][perRow - 1];
        double[][][] ratios = new double[rows][perRow][];
        for (int row = 0; row < rows; row++) {
            int from = (int) ((long) cases.count * row / rows);
            int to = (int) ((long) cases.count * (row + 1) / rows);
            if (row + 1 < rows) {
                speeds[row] = cases.forecasts[order[to]];
            }
            Arrays.sort(order, from, to, Comparator.comparingDouble(at -> cases.variabilities[at]));
            for (int cell = 0; cell < perRow; cell++) {
                int start = from + (to - from) * cell / perRow;
                int end = from + (to - from) * (cell + 1) / perRow;
                if (cell + 1 < perRow) {
                    borders[row][cell] = cases.variabilities[order[end]];
                }
                double[] sorted = Arrays.stream(order, start, end)
                        .mapToDouble(at -> cases.ratios[at])
                        .sorted()
                        .toArray();
                ratios[row][cell] = levels(sorted);
            }
        }
        return new RatioQuantiles(speeds, borders, ratios);
    }

    static double[] levels(double[] sorted) {
        double[] levels = new double[DemandForecast.levelCount()];
        for (int row = 0; row < levels.length; row++) {
            // The rank of split conformal prediction, which makes up for the sample being finite.
            int rank = (int) Math.ceil(DemandForecast.level(row) * (sorted.length + 1)) - 1;
            levels[row] = sorted[Math.clamp(rank, 0, sorted.length - 1)];
        }
        return levels;
    }

    /** Ratios for the levels of a forecast. */
    double[] of(double forecast, double variability) {
        int row = cell(speeds, forecast);
        return ratios[row][cell(variabilities[row], variability)];
    }

    private static int cell(double[] borders, double value) {
        int cell = 0;
        while (cell < borders.length && value >= borders[cell]) {
            cell++;
        }
        return cell;
    }
}
