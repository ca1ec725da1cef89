package dev.tandem.recommendation.bandit;

/**
 * How fast old answers lose weight: discounted Thompson sampling (Raj and Kalyani, "Taming non-stationary bandits", 2017), by days
 * instead of by rounds, so that a quiet week and a busy one forget alike.
 */
public final class Forgetting {
    /** Days after which an answer counts half. Less than a week would take weekends for news. */
    static final double HALF_LIFE_DAYS = 7;

    /** Days after which an answer is not read any more; it would weigh 3 %. */
    public static final int DAYS_READ = 35;

    private Forgetting() {}

    static double weight(long ageDays) {
        return Math.pow(0.5, Math.max(0, ageDays) / HALF_LIFE_DAYS);
    }
}
