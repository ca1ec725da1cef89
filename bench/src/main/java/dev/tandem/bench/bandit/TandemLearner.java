package dev.tandem.bench.bandit;

import dev.tandem.recommendation.bandit.Arm;
import dev.tandem.recommendation.bandit.Counts;
import dev.tandem.recommendation.bandit.Policy;
import dev.tandem.recommendation.bandit.Weights;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** What production does: counts by day, weights that are looked up again after some answers (a minute there), arms drawn by them. */
public final class TandemLearner implements Learner {
    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");
    private static final int ANSWERS_BETWEEN = 250;

    private final Policy policy;
    private final int[][][] exposures = new int[World.DAYS][World.SEGMENTS][World.ARMS];
    private final double[][][] rewards = new double[World.DAYS][World.SEGMENTS][World.ARMS];
    private final Weights[] held = new Weights[World.SEGMENTS];
    private final int[] age = new int[World.SEGMENTS];

    public TandemLearner(Policy policy) {
        this.policy = policy;
    }

    @Override
    public int choose(int segment, int day, SplittableRandom random) {
        if (held[segment] == null || ++age[segment] >= ANSWERS_BETWEEN) {
            held[segment] = weights(segment, day);
            age[segment] = 0;
        }
        return held[segment].draw(random.nextDouble()).arm().ordinal();
    }

    private Weights weights(int segment, int day) {
        List<Counts.Bucket> buckets = new ArrayList<>();
        for (int past = Math.max(0, day - Policy.DAYS_READ); past <= day; past++) {
            for (Arm arm : Arm.ALL) {
                int shown = exposures[past][segment][arm.ordinal()];
                if (shown > 0) {
                    double won = rewards[past][segment][arm.ordinal()];
                    // The reward of the simulation is 0 or 1, that of a purchase.
                    buckets.add(new Counts.Bucket(FIRST.plusDays(past), arm, new Counts(shown, won, won, won)));
                }
            }
        }
        return Weights.of(buckets, FIRST.plusDays(day), policy);
    }

    @Override
    public void learn(int segment, int arm, int day, double reward) {
        exposures[day][segment][arm]++;
        rewards[day][segment][arm] += reward;
    }
}
