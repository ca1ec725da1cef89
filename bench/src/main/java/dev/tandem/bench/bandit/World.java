package dev.tandem.bench.bandit;

import java.util.SplittableRandom;

/**
 * Shoppers in {@value #SEGMENTS} segments who click on answers of {@value #ARMS} arms with probabilities by day. A segment clicks on 2 to 6 %,
 * an arm of it on more or less by about a quarter.
 */
public final class World {
    public static final int SEGMENTS = 4;
    public static final int ARMS = 5;
    public static final int DAYS = 120;
    public static final int ANSWERS_A_DAY = 2000;
    private static final double SPREAD = 0.25;

    /** What becomes of the arms over time. */
    public enum Kind {
        STATIONARY,
        /** Every 30 days all arms get new probabilities. */
        ABRUPT,
        /** Each arm goes up and down with a period of 40 to 120 days of its own. */
        GRADUAL
    }

    /** {@code [day][segment][arm]} */
    final double[][][] clicks = new double[DAYS][SEGMENTS][ARMS];

    public World(Kind kind, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int segment = 0; segment < SEGMENTS; segment++) {
            double base = 0.02 + 0.04 * random.nextDouble();
            for (int arm = 0; arm < ARMS; arm++) {
                fill(kind, segment, arm, base, random);
            }
        }
    }

    private void fill(Kind kind, int segment, int arm, double base, SplittableRandom random) {
        double effect = SPREAD * random.nextGaussian();
        double period = 40 + 80 * random.nextDouble();
        double phase = 2 * Math.PI * random.nextDouble();
        for (int day = 0; day < DAYS; day++) {
            if (kind == Kind.ABRUPT && day > 0 && day % 30 == 0) {
                effect = SPREAD * random.nextGaussian();
            }
            // Times the root of 2: the same spread on average as without going up and down.
            double now = kind == Kind.GRADUAL
                    ? SPREAD * Math.sqrt(2) * Math.sin(2 * Math.PI * day / period + phase)
                    : effect;
            clicks[day][segment][arm] = base * Math.exp(now);
        }
    }

    /**
     * Clicks missed, by expected values.
     *
     * @param ofBestFixed against the best arm of each segment over all days; negative where following the drift won more than that
     * @param ofBest against the best arm of each segment and day
     * @param possible clicks that the best arm of each segment and day gets
     */
    public record Regret(double ofBestFixed, double ofBest, double possible) {}

    /** The same seed gives the same shoppers to every learner, and the same luck to equal choices. */
    public Regret play(Learner learner, long seed) {
        SplittableRandom shoppers = new SplittableRandom(seed);
        SplittableRandom choices = shoppers.split();
        double[][] won = new double[SEGMENTS][ARMS];
        double got = 0;
        double possible = 0;
        for (int day = 0; day < DAYS; day++) {
            for (int answer = 0; answer < ANSWERS_A_DAY; answer++) {
                int segment = shoppers.nextInt(SEGMENTS);
                double luck = shoppers.nextDouble();
                int arm = learner.choose(segment, day, choices);
                double[] now = clicks[day][segment];
                learner.learn(segment, arm, day, luck < now[arm] ? 1 : 0);
                double best = 0;
                for (int other = 0; other < ARMS; other++) {
                    won[segment][other] += now[other];
                    best = Math.max(best, now[other]);
                }
                got += now[arm];
                possible += best;
            }
        }
        double fixed = 0;
        for (double[] arms : won) {
            fixed += java.util.Arrays.stream(arms).max().orElseThrow();
        }
        return new Regret(fixed - got, possible - got, possible);
    }
}
