package dev.tandem.recommendation.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final LocalDate TODAY = LocalDate.parse("2026-03-02");

    private static Counts.Bucket bucket(int daysAgo, Arm arm, double exposures, double clicks) {
        return new Counts.Bucket(TODAY.minusDays(daysAgo), arm, new Counts(exposures, clicks, 0, 0));
    }

    @Test
    void withoutFeedbackAllArmsAreAlike() {
        assertThat(Weights.of(List.of(), TODAY).arms())
                .hasSize(Arm.ALL.size())
                .allSatisfy(weight -> assertThat(weight.propensity()).isCloseTo(1.0 / Arm.ALL.size(), within(1e-9)));
    }

    @Test
    void whatIsClickedIsDrawnMoreAndNothingIsNeverDrawn() {
        List<Counts.Bucket> buckets = List.of(
                bucket(0, Arm.VALIDATED, 1000, 20),
                bucket(0, Arm.SESSIONS, 1000, 400),
                bucket(0, Arm.POPULAR, 1000, 5),
                bucket(0, Arm.COMPANIONS, 1000, 30),
                bucket(0, Arm.NEW_ITEMS, 1000, 0));
        Weights weights = Weights.of(buckets, TODAY);
        Weights.Weight sessions = weights.arms().get(Arm.SESSIONS.ordinal());
        assertThat(sessions.best()).isGreaterThan(0.99);
        assertThat(sessions.low()).isLessThan(sessions.posterior().mean());
        assertThat(sessions.high()).isGreaterThan(sessions.posterior().mean());
        double least = Policy.DEFAULT.exploration() / Arm.ALL.size();
        assertThat(weights.arms()).allMatch(weight -> weight.propensity() >= least);
        assertThat(weights.arms().stream()
                        .mapToDouble(Weights.Weight::propensity)
                        .sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void armsAreDrawnAsOftenAsTheirPropensitySays() {
        Weights weights = Weights.of(
                List.of(
                        bucket(0, Arm.VALIDATED, 100, 20),
                        bucket(1, Arm.SESSIONS, 100, 30),
                        bucket(2, Arm.POPULAR, 50, 10)),
                TODAY);
        int[] drawn = new int[Arm.ALL.size()];
        Random random = new Random(3);
        for (int i = 0; i < 100_000; i++) {
            drawn[weights.draw(random.nextDouble()).arm().ordinal()]++;
        }
        for (Weights.Weight weight : weights.arms()) {
            assertThat(drawn[weight.arm().ordinal()] / 100_000.0).isCloseTo(weight.propensity(), within(0.006));
        }
        assertThat(weights.draw(Math.nextDown(1.0)).arm()).isEqualTo(Arm.ALL.getLast());
    }

    @Test
    void aWeekOldAnswerCountsHalf() {
        Weights weights = Weights.of(
                List.of(
                        bucket(7, Arm.VALIDATED, 100, 20),
                        bucket(14, Arm.VALIDATED, 100, 20),
                        bucket(0, Arm.VALIDATED, 10, 1)),
                TODAY);
        Counts counts = weights.arms().getFirst().counts();
        assertThat(counts.exposures()).isCloseTo(50 + 25 + 10, within(1e-9));
        assertThat(counts.clicks()).isCloseTo(10 + 5 + 1, within(1e-9));
    }

    @Test
    void rewardsOfAnAnswerAddUpToItsOutcome() {
        for (Outcome outcome : Outcome.values()) {
            Counts one = new Counts(
                    1,
                    outcome.reaches(Outcome.CLICKED) ? 1 : 0,
                    outcome.reaches(Outcome.ADDED_TO_CART) ? 1 : 0,
                    outcome.reaches(Outcome.PURCHASED) ? 1 : 0);
            assertThat(one.reward()).isCloseTo(outcome.reward(), within(1e-12));
        }
        assertThat(Outcome.gained(Optional.empty(), Outcome.CLICKED)).containsExactly(Outcome.IGNORED, Outcome.CLICKED);
        assertThat(Outcome.gained(Optional.of(Outcome.CLICKED), Outcome.IGNORED))
                .isEmpty();
        assertThatThrownBy(() -> new Counts(1, 2, 0, 0)).hasMessageContaining("outnumber");
    }
}
