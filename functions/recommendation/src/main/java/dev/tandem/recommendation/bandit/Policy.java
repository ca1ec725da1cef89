package dev.tandem.recommendation.bandit;

import java.util.List;

/**
 * How arms are drawn from what is known: discounted Thompson sampling (Raj and Kalyani, "Taming non-stationary bandits", 2017), by days
 * instead of by rounds, so that a quiet week and a busy one forget alike; with a floor.
 *
 * @param halfLifeDays days after which an answer counts half
 * @param priorRewards how many rewards the belief weighs that an arm is as good as the segment's answers were on average (empirical Bayes);
 *     an arm that is not shown any more is believed to be average again, not anything at all
 * @param sharpness beliefs are narrowed as if there were so many times the answers (Chapelle and Li, "An empirical evaluation of Thompson
 *     sampling", 2011): less is spent on arms that are unlikely to be best
 * @param exploration the part of the answers whose arm is drawn evenly. Thompson sampling alone lets a probability fall to nothing, and
 *     with it the use of the log to judge other policies: this holds their weights to arms / exploration at most
 */
public record Policy(double halfLifeDays, double priorRewards, double sharpness, double exploration) {
    /** Changes with anything that decides how arms are drawn or paid; it is in every id and log line. */
    public static final int VERSION = 1;

    /** Days after which an answer is not read any more; with the half-life in use it would weigh 3 %. */
    public static final int DAYS_READ = 35;

    /** Less than a week would take weekends for news; the rest was chosen by simulation (docs/bandit.md). */
    public static final Policy DEFAULT = new Policy(7, 10, 6, 0.05);

    /** What is taken for the average before there are answers: one reward in twenty. */
    private static final Counts BEFORE_ANSWERS = new Counts(20, 1, 1, 1);

    public Policy {
        if (!(halfLifeDays > 0 && priorRewards >= 1 && sharpness >= 1) || !(exploration >= 0 && exploration <= 1)) {
            throw new IllegalArgumentException(
                    "A half-life is positive, prior rewards and sharpness at least 1, exploration is 0 to 1");
        }
    }

    double weight(long ageDays) {
        return Math.pow(0.5, Math.max(0, ageDays) / halfLifeDays);
    }

    /** What is believed of each arm's mean reward. */
    List<BetaPosterior> beliefs(List<Counts> arms) {
        Counts all = arms.stream().reduce(BEFORE_ANSWERS, Counts::plus);
        double mean = all.reward() / all.exposures();
        BetaPosterior prior = new BetaPosterior(priorRewards, Math.max(1, priorRewards / mean - priorRewards));
        return arms.stream()
                .map(counts -> prior.after(counts.reward(), counts.exposures()))
                .toList();
    }

    /**
     * The probabilities of being best, which are those with which Thompson sampling draws, mixed with even ones. Arms are drawn from
     * exactly these numbers, so the propensities of the log are exact even where the integration is not.
     */
    double propensity(double best, int arms) {
        return (1 - exploration) * best + exploration / arms;
    }
}
