package dev.tandem.recommendation.bandit;

/**
 * How arms are drawn from what is known: discounted Thompson sampling (Raj and Kalyani, "Taming non-stationary bandits", 2017), by days
 * instead of by rounds, so that a quiet week and a busy one forget alike; with a floor.
 *
 * @param halfLifeDays days after which an answer counts half
 * @param exploration the part of the answers whose arm is drawn evenly. Thompson sampling alone lets a probability fall to nothing, and
 *     with it the use of the log to judge other policies: this holds their weights to arms / exploration at most
 */
public record Policy(double halfLifeDays, double exploration) {
    /** Changes with anything that decides how arms are drawn or paid; it is in every id and log line. */
    public static final int VERSION = 1;

    /** Days after which an answer is not read any more; with the half-life in use it would weigh 3 %. */
    public static final int DAYS_READ = 35;

    /** Less than a week would take weekends for news. docs/bandit.md has the figures. */
    public static final Policy DEFAULT = new Policy(7, 0.05);

    public Policy {
        if (!(halfLifeDays > 0) || !(exploration >= 0 && exploration <= 1)) {
            throw new IllegalArgumentException("A half-life is positive, exploration is 0 to 1");
        }
    }

    double weight(long ageDays) {
        return Math.pow(0.5, Math.max(0, ageDays) / halfLifeDays);
    }

    /**
     * The probabilities of being best, which are those with which Thompson sampling draws, mixed with even ones. Arms are drawn from
     * exactly these numbers, so the propensities of the log are exact even where the integration is not.
     */
    double propensity(double best, int arms) {
        return (1 - exploration) * best + exploration / arms;
    }
}
