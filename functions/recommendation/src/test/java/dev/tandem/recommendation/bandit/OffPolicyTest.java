package dev.tandem.recommendation.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.bandit.OffPolicy.Estimate;
import dev.tandem.recommendation.bandit.OffPolicy.Estimator;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Logs of a known world: what the judged policy earns is known exactly. */
class OffPolicyTest {
    private static final int ROWS = 1000;
    private static final int SEEDS = 120;
    private static final double[][] REWARDS = {{0.1, 0.2, 0.5}, {0.6, 0.3, 0.2}};
    private static final double[][] LOGGING = {{0.6, 0.3, 0.1}, {0.2, 0.2, 0.6}};
    private static final double[][] JUDGED = {{0.1, 0.2, 0.7}, {0.5, 0.4, 0.1}};
    private static final double[][] WRONG = {{0.9, 0.1, 0}, {0, 0.9, 0.9}};

    private static double truth() {
        double sum = 0;
        for (int context = 0; context < 2; context++) {
            for (int action = 0; action < 3; action++) {
                sum += JUDGED[context][action] * REWARDS[context][action] / 2;
            }
        }
        return sum;
    }

    private static int draw(double[] probabilities, Random random) {
        double left = random.nextDouble();
        int action = 0;
        while (action < probabilities.length - 1 && (left -= probabilities[action]) >= 0) {
            action++;
        }
        return action;
    }

    private static LoggedAnswers log(long seed) {
        Random random = new Random(seed);
        int[] context = new int[ROWS];
        int[] action = new int[ROWS];
        double[] propensity = new double[ROWS];
        double[] reward = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            context[row] = random.nextInt(2);
            action[row] = draw(LOGGING[context[row]], random);
            propensity[row] = LOGGING[context[row]][action[row]];
            reward[row] = random.nextDouble() < REWARDS[context[row]][action[row]] ? 1 : 0;
        }
        return new LoggedAnswers(2, 3, context, action, propensity, reward);
    }

    private record Trials(double mean, double errorOfMean, double meanStandardError, double coverage) {}

    private static Trials trials(Estimator estimator, boolean wrongModel, boolean wrongPropensities) {
        double[] values = new double[SEEDS];
        double errors = 0;
        int covered = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            LoggedAnswers log = log(seed);
            if (wrongPropensities) {
                Arrays.fill(log.propensity(), 1.0 / 3);
            }
            OutcomeModel model = wrongModel
                    ? OutcomeModel.of(WRONG)
                    : wrongPropensities ? OutcomeModel.of(REWARDS) : OutcomeModel.fit(log);
            Estimate estimate = OffPolicy.estimate(log, JUDGED, model, Double.POSITIVE_INFINITY, 150, seed)
                    .get(estimator);
            values[seed] = estimate.value();
            errors += estimate.standardError() / SEEDS;
            covered += estimate.low() <= truth() && truth() <= estimate.high() ? 1 : 0;
        }
        double mean = Arrays.stream(values).average().orElseThrow();
        double variance = Arrays.stream(values)
                        .map(value -> (value - mean) * (value - mean))
                        .sum()
                / (SEEDS - 1);
        return new Trials(mean, Math.sqrt(variance / SEEDS), errors, (double) covered / SEEDS);
    }

    @Test
    void rightOnAverageAndAsUncertainAsTheySay() {
        for (Estimator estimator : new Estimator[] {Estimator.IPS, Estimator.SNIPS, Estimator.DR}) {
            Trials trials = trials(estimator, false, false);
            assertThat(trials.mean).as(estimator.name()).isCloseTo(truth(), within(3.5 * trials.errorOfMean));
            assertThat(trials.meanStandardError)
                    .as(estimator + ": the error it states is the spread it has")
                    .isCloseTo(trials.errorOfMean * Math.sqrt(SEEDS), within(0.2 * trials.meanStandardError));
            assertThat(trials.coverage).as(estimator + ": 95 % intervals").isGreaterThanOrEqualTo(0.88);
        }
    }

    @Test
    void doublyRobustIsRightWhenEitherHalfIs() {
        Trials wrongModel = trials(Estimator.DR, true, false);
        assertThat(wrongModel.mean).isCloseTo(truth(), within(3.5 * wrongModel.errorOfMean));
        Trials wrongPropensities = trials(Estimator.DR, false, true);
        assertThat(wrongPropensities.mean).isCloseTo(truth(), within(3.5 * wrongPropensities.errorOfMean));
        assertThat(trials(Estimator.DM, true, false).mean)
                .as("the model alone is not")
                .isNotCloseTo(truth(), within(0.05));
        assertThat(trials(Estimator.IPS, false, true).mean)
                .as("nor are the propensities")
                .isNotCloseTo(truth(), within(0.05));
    }

    @Test
    void theLoggingPolicyItselfIsWorthItsMeanReward() {
        LoggedAnswers log = log(1);
        Map<Estimator, Estimate> estimates = OffPolicy.estimate(log, LOGGING, Double.POSITIVE_INFINITY, 1);
        double mean = Arrays.stream(log.reward()).average().orElseThrow();
        assertThat(estimates.get(Estimator.IPS).value()).isCloseTo(mean, within(1e-12));
        assertThat(estimates.get(Estimator.SNIPS).value()).isCloseTo(mean, within(1e-12));
        assertThat(estimates.get(Estimator.IPS).effectiveRows()).isCloseTo(ROWS, within(1e-6));
    }

    @Test
    void cutWeightsAreNarrowerAndLower() {
        LoggedAnswers log = log(2);
        Estimate whole =
                OffPolicy.estimate(log, JUDGED, Double.POSITIVE_INFINITY, 1).get(Estimator.IPS);
        Estimate cut = OffPolicy.estimate(log, JUDGED, 2, 1).get(Estimator.IPS);
        assertThat(cut.standardError()).isLessThan(whole.standardError());
        assertThat(cut.value()).isLessThan(whole.value());
        assertThat(cut.effectiveRows()).isGreaterThan(whole.effectiveRows());
    }

    @Test
    void aLogThatContradictsItselfIsRefused() {
        assertThatThrownBy(
                        () -> new LoggedAnswers(1, 1, new int[] {0}, new int[] {0}, new double[] {0}, new double[] {1}))
                .hasMessageContaining("propensity");
        assertThatThrownBy(
                        () -> new LoggedAnswers(1, 1, new int[] {0}, new int[] {1}, new double[] {1}, new double[] {1}))
                .hasMessageContaining("Row 0");
    }
}
