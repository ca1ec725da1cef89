package dev.tandem.forecast.aggregate;

import dev.tandem.forecast.history.Packed;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What sums were once forecast from their own histories, and by their series: judged by what was then sold, it says how much the own forecasts of a
 * level are to be heard. A past forecast is kept every four weeks; it is what was said at that time, so nothing that came later is in it.
 *
 * @param past oldest first
 */
public record TrackRecord(List<Past> past) {
    public static final TrackRecord NONE = new TrackRecord(List.of());

    /** Weeks of each past forecast that are judged, and between two of them. */
    private static final int WEEKS = 4;

    private static final int WEEK = 7;
    /** Half a year that is over, and one forecast that is not yet. */
    private static final int KEPT = 7;
    /** Correlation of the errors of both forecasts: what one does not foresee the other seldom does. */
    private static final double ALIKE = 0.9;
    /** As many past forecasts as were judged without saying anything. */
    private static final double DOUBT = 3;
    /** Nodes or forecasts beyond this number are no such file. */
    private static final int MOST = 1 << 20;

    public TrackRecord {
        past = List.copyOf(past);
    }

    /**
     * @param own expected units of the weeks after, from the history of the sum
     * @param ofSeries the same, added up from its series before they were made to fit anything
     */
    record Expected(float[] own, float[] ofSeries) {}

    /** @param asOfDay the last day that was known */
    record Past(int asOfDay, SortedMap<Node, Expected> nodes) {}

    /**
     * How much of the way from the series' forecast to the sum's own is to be gone: the best mean of two forecasts with errors of these sizes (Bates,
     * Granger 1969), drawn to nothing where few can be judged. Nothing where the own forecasts lost by more than a ninth, beyond which no mean with
     * them is better than the series alone, or where nothing is known.
     *
     * @param histories units sold in each of the last weeks, the last ending with {@code asOfDay}
     * @return for each level a share from 0 to less than 1
     */
    Map<Node.Level, Double> strengths(int asOfDay, SortedMap<Node, double[]> histories) {
        Map<Node.Level, double[]> errors = new EnumMap<>(Node.Level.class);
        int judged = 0;
        for (Past one : past) {
            if (one.asOfDay + WEEKS * WEEK > asOfDay) {
                continue;
            }
            judged++;
            for (Map.Entry<Node, Expected> entry : one.nodes.entrySet()) {
                double[] history = histories.get(entry.getKey());
                if (history != null) {
                    double[] sums = errors.computeIfAbsent(entry.getKey().level(), none -> new double[2]);
                    Expected expected = entry.getValue();
                    for (int week = 0; week < expected.own.length; week++) {
                        double sold = sold(history, asOfDay - one.asOfDay - (week + 1) * WEEK);
                        sums[0] += Math.abs(sold - expected.own[week]);
                        sums[1] += Math.abs(sold - expected.ofSeries[week]);
                    }
                }
            }
        }
        Map<Node.Level, Double> strengths = new EnumMap<>(Node.Level.class);
        for (Node.Level level : Node.Level.values()) {
            double[] sums = errors.getOrDefault(level, new double[2]);
            strengths.put(level, sums[1] > 0 ? share(sums[0] / sums[1]) * judged / (judged + DOUBT) : 0);
        }
        return strengths;
    }

    /** Of the own forecast in the best mean, if its errors are so many times as large as those of the series. */
    private static double share(double ratio) {
        return Math.clamp((1 - ALIKE * ratio) / (1 + ratio * ratio - 2 * ALIKE * ratio), 0, 1);
    }

    /** Units of the week that ended so many days before the last one known; between two weeks of the history, of both in part. */
    private static double sold(double[] history, int daysAgo) {
        int last = history.length - 1 - daysAgo / WEEK;
        double share = (double) (daysAgo % WEEK) / WEEK;
        return last < 1 ? 0 : history[last] * (1 - share) + history[last - 1] * share;
    }

    /** This, with what is forecast now if the last is old enough, and without what is older than half a year. */
    TrackRecord with(int asOfDay, SortedMap<Node, Expected> now) {
        if (!past.isEmpty() && past.getLast().asOfDay + WEEKS * WEEK > asOfDay) {
            return this;
        }
        List<Past> all = new ArrayList<>(past);
        all.add(new Past(asOfDay, now));
        return new TrackRecord(all.subList(Math.max(0, all.size() - KEPT), all.size()));
    }

    static Expected expected(double[] own, double[] ofSeries) {
        int weeks = Math.min(WEEKS, own.length);
        Expected expected = new Expected(new float[weeks], new float[weeks]);
        for (int week = 0; week < weeks; week++) {
            expected.own[week] = (float) own[week];
            expected.ofSeries[week] = (float) ofSeries[week];
        }
        return expected;
    }

    void write(DataOutputStream out) throws IOException {
        Packed.write(out, past.size());
        for (Past one : past) {
            Packed.write(out, one.asOfDay);
            Packed.write(out, one.nodes.size());
            for (Map.Entry<Node, Expected> entry : one.nodes.entrySet()) {
                entry.getKey().write(out);
                Aggregates.write(out, entry.getValue().own);
                Aggregates.write(out, entry.getValue().ofSeries);
            }
        }
    }

    static TrackRecord read(DataInputStream in) throws IOException {
        List<Past> past = new ArrayList<>();
        for (int left = Packed.readCount(in, KEPT); left > 0; left--) {
            int asOfDay = (int) Packed.read(in);
            SortedMap<Node, Expected> nodes = new TreeMap<>();
            for (int more = Packed.readCount(in, MOST); more > 0; more--) {
                nodes.put(Node.read(in), new Expected(Aggregates.floats(in), Aggregates.floats(in)));
            }
            past.add(new Past(asOfDay, nodes));
        }
        return new TrackRecord(past);
    }
}
