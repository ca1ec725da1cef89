package dev.tandem.dispatch.policy;

/**
 * What legs took over what they take as the crow flies at the vehicle's speed and in the weather's own slowness, learnt from completed
 * legs of one hour of the day and one kind of weather. The logarithms of the factors have a mean and a variance, kept with exponential
 * forgetting (Welford's update with a bounded count).
 *
 * @param count of legs, at most {@link #MOST}
 * @param mean of the logarithms
 * @param variance of the logarithms
 */
public record RoadFactor(double count, double mean, double variance) {
    public static final RoadFactor UNKNOWN = new RoadFactor(0, 0, 0);

    /** Older legs weigh as if so many had been seen: some days of a busy hour. */
    static final double MOST = 400;

    /** As if the policy's factor had been seen so often. */
    private static final double BEFORE = 25;

    /** Of the logarithms, before legs tell. */
    private static final double SPREAD_BEFORE = 0.3;

    /** A factor beyond these is a pause or a wrong report, not a street. */
    private static final double LEAST = 0.5;

    private static final double GREATEST = 6;

    /** With one more leg. */
    public RoadFactor with(double factor) {
        double value = Math.log(Math.clamp(factor, LEAST, GREATEST));
        double next = Math.min(MOST, count + 1);
        double weight = 1 / next;
        double difference = value - mean;
        double nextMean = mean + weight * difference;
        double nextVariance = count == 0 ? 0 : (1 - weight) * (variance + weight * difference * difference);
        return new RoadFactor(next, nextMean, nextVariance);
    }

    /** The factor to reckon with, drawn to the policy's as long as few legs have been seen. */
    public double factor(double before) {
        return Math.exp((count * mean + BEFORE * Math.log(before)) / (count + BEFORE));
    }

    /** Standard deviation of the logarithm of a leg's factor. */
    public double spread() {
        return Math.sqrt((count * variance + BEFORE * SPREAD_BEFORE * SPREAD_BEFORE) / (count + BEFORE));
    }
}
