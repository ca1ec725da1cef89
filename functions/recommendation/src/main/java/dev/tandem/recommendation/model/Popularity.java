package dev.tandem.recommendation.model;

import java.util.stream.IntStream;

/**
 * How often each item was looked at, and what is looked at now.
 *
 * @param counts events per item in the whole log
 * @param trending the items with the highest trend, best first
 * @param trendShares their shares of all events, each event weighed by its age, 0 to 1
 */
public record Popularity(int[] counts, int[] trending, float[] trendShares) {
    /** Half-life of an event's weight in the trend. */
    static final double HALF_LIFE_DAYS = 3;

    static final int TRENDING = 500;

    public static Popularity of(InteractionLog log) {
        int[] counts = new int[log.items().size()];
        double[] trend = new double[counts.length];
        double now = log.ends().length == 0 ? 0 : log.ends()[log.ends().length - 1];
        double sum = 0;
        for (int s = 0; s < log.sessions().length; s++) {
            double weight = Math.pow(0.5, (now - log.ends()[s]) / 86_400 / HALF_LIFE_DAYS);
            for (int item : log.sessions()[s]) {
                counts[item]++;
                trend[item] += weight;
                sum += weight;
            }
        }
        TopItems top = new TopItems(counts);
        top.start(Math.min(TRENDING, counts.length));
        for (int item = 0; item < counts.length; item++) {
            top.offer(item, trend[item]);
        }
        int size = top.finish();
        float[] shares = new float[size];
        for (int rank = 0; rank < size; rank++) {
            shares[rank] = (float) (top.score(rank) / sum);
        }
        return new Popularity(counts, IntStream.range(0, size).map(top::item).toArray(), shares);
    }
}
