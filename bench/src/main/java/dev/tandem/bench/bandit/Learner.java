package dev.tandem.bench.bandit;

import java.util.SplittableRandom;

/** A way to choose arms; feedback comes before the next choice. */
public interface Learner {
    int choose(int segment, int day, SplittableRandom random);

    /** @param reward 0 to 1 */
    void learn(int segment, int arm, int day, double reward);
}
