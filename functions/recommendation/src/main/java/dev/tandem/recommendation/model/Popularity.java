package dev.tandem.recommendation.model;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How often each item was looked at, what is looked at now, and what more than before. The trend is the mean of two shares of all
 * events, in which an event's weight halves every {@link #LONG_HALF_LIFE_DAYS} and every {@link #SHORT_HALF_LIFE_DAYS} days: what is
 * steadily asked for, and what is asked for today.
 *
 * @param counts events per item in the whole log
 * @param trending the items with the highest trend, best first
 * @param trendShares their trends, 0 to 1
 * @param rising those of them whose short share is beyond what chance makes of the long one, by item number
 */
public record Popularity(int[] counts, int[] trending, float[] trendShares, int[] rising) {
    static final double LONG_HALF_LIFE_DAYS = 30;
    static final double SHORT_HALF_LIFE_DAYS = 1;
    static final int TRENDING = 500;
    /** Standard deviations of a Poisson count; of five hundred steady items one seems to rise. */
    private static final double RISING = 3;

    public static Popularity of(InteractionLog log) {
        int[] counts = new int[log.items().size()];
        double[] longs = new double[counts.length];
        double[] shorts = new double[counts.length];
        double now = log.ends().length == 0 ? 0 : log.ends()[log.ends().length - 1];
        double longSum = 0;
        double shortSum = 0;
        for (int s = 0; s < log.sessions().length; s++) {
            double days = (now - log.ends()[s]) / 86_400;
            double longWeight = Math.pow(0.5, days / LONG_HALF_LIFE_DAYS);
            double shortWeight = Math.pow(0.5, days / SHORT_HALF_LIFE_DAYS);
            for (int item : log.sessions()[s]) {
                counts[item]++;
                longs[item] += longWeight;
                longSum += longWeight;
                shorts[item] += shortWeight;
                shortSum += shortWeight;
            }
        }
        TopItems top = new TopItems(counts);
        top.start(Math.min(TRENDING, counts.length));
        for (int item = 0; item < counts.length; item++) {
            top.offer(item, (longs[item] / longSum + shorts[item] / shortSum) / 2);
        }
        int size = top.finish();
        float[] shares = new float[size];
        int[] rising = new int[size];
        int rises = 0;
        for (int rank = 0; rank < size; rank++) {
            int item = top.item(rank);
            shares[rank] = (float) top.score(rank);
            double expected = longs[item] / longSum * shortSum;
            if (shorts[item] - expected > RISING * Math.sqrt(expected + 1)) {
                rising[rises++] = item;
            }
        }
        rising = Arrays.copyOf(rising, rises);
        Arrays.sort(rising);
        return new Popularity(counts, IntStream.range(0, size).map(top::item).toArray(), shares, rising);
    }

    boolean isRising(int item) {
        return Arrays.binarySearch(rising, item) >= 0;
    }
}
