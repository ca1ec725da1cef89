package dev.tandem.forecast.signal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.TreeMap;

/**
 * How far the forecasts of a group were off on periods that neither effects nor levels had seen: counts of errors, each over the spread
 * of its series, for several smoothing weights, in periods with and without a promotion. Adds up over series. Not safe for use by
 * several threads.
 */
public final class ErrorSums {
    static final double[] ALPHAS = {0.03, 0.06, 0.1, 0.16, 0.25, 0.45};
    static final int STATES = 2;
    private static final int USUAL = 2;
    private static final double WIDTH = 0.1;
    private static final int BINS = 160;
    private static final int LEAST_KNOWN = 8;
    /** Counts of a normal distribution that are there from the start: a few errors do not make a distribution. */
    private static final double PRIOR_COUNT = 20;

    private final double[][][] counts = new double[ALPHAS.length][STATES][BINS];
    private final double[] absolute = new double[ALPHAS.length];
    private double logScales;
    private int series;
    /** By period the count, the sum and the sum of squares of errors at the usual weight: whether series err together. */
    private final TreeMap<Long, double[]> byPeriod = new TreeMap<>();

    /** Forecasts the last two quarters of a series as they would have been forecast before, {@code lead} periods ahead. */
    public void add(SignalSeries one, SignalPool pool) {
        int cut = Math.clamp(pool.earlierUntil() - one.firstPeriod(), 0, one.length());
        double[] logDemand = Logs.of(one.demand());
        Features features = Features.of(pool.layout(), pool.features(), one, 0);
        SeriesEffects effects = SeriesEffects.of(logDemand, features, cut, one, pool.then());
        if (effects.known() < LEAST_KNOWN || cut == one.length()) {
            return;
        }
        logScales += Math.log(effects.scale());
        series++;
        boolean[] promoted = promoted(one);
        for (int weight = 0; weight < ALPHAS.length; weight++) {
            double[] levels = effects.levels(ALPHAS[weight], effects.scale());
            for (int t = Math.max(cut, pool.layout().lead()); t < logDemand.length; t++) {
                double error = effects.residual()[t] - levels[t - pool.layout().lead()];
                if (!Double.isNaN(error)) {
                    int bin = (int) Math.floor(error / effects.scale() / WIDTH) + BINS / 2;
                    counts[weight][promoted[t] ? 1 : 0][Math.clamp(bin, 0, BINS - 1)]++;
                    absolute[weight] += Math.abs(error);
                    if (weight == USUAL) {
                        double scaled = error / effects.scale();
                        add(one.firstPeriod() + t, new double[] {1, scaled, scaled * scaled});
                    }
                }
            }
        }
    }

    private void add(long period, double[] sums) {
        double[] sum = byPeriod.computeIfAbsent(period, absent -> new double[sums.length]);
        for (int i = 0; i < sum.length; i++) {
            sum[i] += sums[i];
        }
    }

    public void add(ErrorSums other) {
        other.byPeriod.forEach(this::add);
        for (int weight = 0; weight < ALPHAS.length; weight++) {
            absolute[weight] += other.absolute[weight];
            for (int state = 0; state < STATES; state++) {
                for (int bin = 0; bin < BINS; bin++) {
                    counts[weight][state][bin] += other.counts[weight][state][bin];
                }
            }
        }
        logScales += other.logScales;
        series += other.series;
    }

    /** Whether any promotion runs in each period of demand. */
    private static boolean[] promoted(SignalSeries series) {
        boolean[] promoted = new boolean[series.length()];
        for (Signal signal : series.signals()) {
            if (signal.kind() == Signal.Kind.PROMOTION) {
                for (int t = 0; t < Math.min(promoted.length, signal.values().length); t++) {
                    promoted[t] |= signal.values()[t] > 0.5;
                }
            }
        }
        return promoted;
    }

    int series() {
        return series;
    }

    ErrorDistribution distribution() {
        if (series == 0) {
            return ErrorDistribution.wide();
        }
        int best = 0;
        for (int weight = 1; weight < ALPHAS.length; weight++) {
            best = absolute[weight] < absolute[best] ? weight : best;
        }
        double[][] points = new double[STATES][];
        for (int state = 0; state < STATES; state++) {
            double[] smooth = counts[best][state].clone();
            double total = 0;
            for (double count : smooth) {
                total += count;
            }
            // Where one state was hardly seen, the other tells more than a normal distribution.
            double[] other = counts[best][1 - state];
            double borrowed = total < PRIOR_COUNT * 5 ? 1 : 0;
            for (int bin = 0; bin < BINS; bin++) {
                smooth[bin] += borrowed * other[bin] + PRIOR_COUNT * normal(bin);
            }
            points[state] = points(smooth);
        }
        return ErrorDistribution.of(ALPHAS[best], Math.exp(logScales / series), unsure(), points);
    }

    /**
     * One over the number of independent errors that were seen, by the spread that the series of a period share (the root of their
     * intraclass correlation): many series that err together are not many errors.
     */
    private double unsure() {
        double together = 0;
        double pairs = 0;
        double squares = 0;
        double count = 0;
        for (double[] period : byPeriod.values()) {
            together += period[1] * period[1] - period[2];
            pairs += period[0] * (period[0] - 1);
            squares += period[2];
            count += period[0];
        }
        double correlation = pairs == 0 || squares == 0 ? 1 : Math.clamp(together / pairs / (squares / count), 0, 1);
        return Math.sqrt(correlation) / Math.max(1, byPeriod.size());
    }

    private static double normal(int bin) {
        double z = (bin - BINS / 2 + 0.5) * WIDTH;
        return WIDTH * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
    }

    /** Values at evenly spaced shares of the count, linear within a bin. */
    private static double[] points(double[] counts) {
        double total = 0;
        for (double count : counts) {
            total += count;
        }
        double[] points = new double[ErrorDistribution.POINTS];
        double below = 0;
        int bin = 0;
        for (int point = 0; point < points.length; point++) {
            double target = total * (point + 0.5) / points.length;
            while (bin < BINS - 1 && below + counts[bin] < target) {
                below += counts[bin++];
            }
            double within = counts[bin] == 0 ? 0.5 : Math.clamp((target - below) / counts[bin], 0, 1);
            points[point] = (bin - BINS / 2 + within) * WIDTH;
        }
        // Few shared shocks make up the middle of the errors; taken as a bias it would be carried into every forecast.
        double middle = points[points.length / 2];
        for (int point = 0; point < points.length; point++) {
            points[point] -= middle;
        }
        return points;
    }

    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeDouble(logScales);
            out.writeInt(series);
            for (int weight = 0; weight < ALPHAS.length; weight++) {
                out.writeDouble(absolute[weight]);
                for (double[] state : counts[weight]) {
                    for (double count : state) {
                        out.writeInt((int) count);
                    }
                }
            }
            out.writeInt(byPeriod.size());
            for (var period : byPeriod.entrySet()) {
                out.writeLong(period.getKey());
                for (double sum : period.getValue()) {
                    out.writeDouble(sum);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes end too soon */
    public static ErrorSums fromBytes(byte[] bytes) {
        ErrorSums sums = new ErrorSums();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            sums.logScales = in.readDouble();
            sums.series = in.readInt();
            for (int weight = 0; weight < ALPHAS.length; weight++) {
                sums.absolute[weight] = in.readDouble();
                for (double[] state : sums.counts[weight]) {
                    for (int bin = 0; bin < BINS; bin++) {
                        state[bin] = in.readInt();
                    }
                }
            }
            for (int left = in.readInt(); left > 0; left--) {
                sums.add(in.readLong(), new double[] {in.readDouble(), in.readDouble(), in.readDouble()});
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Error sums end too soon", e);
        }
        return sums;
    }
}
