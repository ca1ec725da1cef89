package dev.tandem.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.accuracy.IntervalAccuracy;
import dev.tandem.forecast.accuracy.PointAccuracy;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class CombinationTest {
    private static final Combination COMBINATION = new Combination();

    @Test
    void anyHistoryIsAnsweredWithFiniteOrderedQuantiles() {
        Random random = new Random(1);
        for (int length = 0; length < 120; length++) {
            for (int kind = 0; kind < 5; kind++) {
                double[] history = new double[length];
                for (int t = 0; t < length; t++) {
                    history[t] = switch (kind) {
                        case 0 -> 0;
                        case 1 -> 7;
                        case 2 -> Math.max(0, random.nextInt(12) - 9);
                        case 3 -> random.nextInt(4) == 0 ? Double.NaN : 100 * Math.exp(random.nextGaussian());
                        default -> random.nextGaussian() * 1e6;
                    };
                }
                double[] before = history.clone();
                int seasonLength = new int[] {1, 4, 7, 12, 24, 52}[random.nextInt(6)];
                DemandForecast forecast = COMBINATION.forecast(history, seasonLength, 1 + random.nextInt(20));
                assertThat(history).isEqualTo(before);
                for (int step = 0; step < forecast.horizon(); step++) {
                    for (int row = 1; row < DemandForecast.levelCount(); row++) {
                        assertThat(forecast.quantiles()[row][step])
                                .isGreaterThanOrEqualTo(forecast.quantiles()[row - 1][step]);
                    }
                    assertThat(forecast.quantiles()[0][step])
                            .isGreaterThanOrEqualTo(kind < 4 ? 0 : Double.NEGATIVE_INFINITY);
                }
            }
        }
    }

    @Test
    void whatStandsStillGoesOnStandingStill() {
        double[] still = new double[40];
        Arrays.fill(still, 7);
        DemandForecast forecast = COMBINATION.forecast(still, 12, 6);
        assertThat(forecast.mean()).containsExactly(new double[] {7, 7, 7, 7, 7, 7}, within(1e-9));
    }

    @Test
    void theUnitOfMeasureDoesNotMatter() {
        double[] history = series(150, t -> 50 + 20 * Math.sin(t * Math.PI / 6), 5, 3);
        double[] mean = COMBINATION.forecast(history, 12, 12).mean();
        double[] thousands = COMBINATION
                .forecast(Arrays.stream(history).map(value -> value * 1000).toArray(), 12, 12)
                .mean();
        for (int step = 0; step < mean.length; step++) {
            assertThat(thousands[step]).isEqualTo(1000 * mean[step], within(1e-6 * mean[step] * 1000));
        }
    }

    @Test
    void aSeasonIsFoundAndKept() {
        IntToDoubleFunction truth = t -> 100 * (1 + 0.4 * Math.sin(t * 2 * Math.PI / 12));
        assertThat(error(truth, 120, 12, 12, 3)).isLessThan(4);
    }

    @Test
    void hoursFollowTheDayAndTheWeek() {
        IntToDoubleFunction truth = t -> 1000 * (2 + Math.sin(t * 2 * Math.PI / 24)) * (t / 24 % 7 < 5 ? 1 : 0.5);
        assertThat(error(truth, 24 * 7 * 5, 24, 48, 20)).isLessThan(90);
    }

    @Test
    void weeksFollowTheYearWithoutBeingTold() {
        IntToDoubleFunction truth = t -> 1000 * (2 + Math.sin(t * 2 * Math.PI / 52));
        double naive = 0;
        for (int step = 0; step < 13; step++) {
            naive += Math.abs(truth.applyAsDouble(600 + step) - truth.applyAsDouble(599)) / 13;
        }
        assertThat(error(truth, 600, 1, 13, 20)).isLessThan(naive / 4);
    }

    /** A gap of a tenth of the values costs little. */
    @Test
    void unknownValuesAreNotZeros() {
        double[] history = series(200, t -> 100 * (1 + 0.4 * Math.sin(t * 2 * Math.PI / 12)), 3, 9);
        Random random = new Random(10);
        for (int t = 0; t < history.length; t++) {
            history[t] = random.nextInt(10) == 0 ? Double.NaN : history[t];
        }
        double[] mean = COMBINATION.forecast(history, 12, 12).mean();
        for (int step = 0; step < 12; step++) {
            assertThat(mean[step]).isEqualTo(100 * (1 + 0.4 * Math.sin((200 + step) * 2 * Math.PI / 12)), within(10.0));
        }
    }

    @Test
    void oneWildValueDoesNotMoveTheForecastFar() {
        double[] history = series(100, t -> 100, 5, 4);
        double calm = COMBINATION.forecast(history, 1, 1).mean()[0];
        history[60] = 5000;
        assertThat(COMBINATION.forecast(history, 1, 1).mean()[0]).isEqualTo(calm, within(15.0));
    }

    /**
     * Random walks on a logarithmic scale: the truth is within the bounds about as often as they say, however short the past. Real series have
     * heavier tails than these; for normal changes bounds of 80 % are some points narrow.
     */
    @Test
    void boundsHoldWhatTheySay() {
        int horizon = 8;
        int count = 300;
        for (int length : new int[] {14, 30, 60, 120, 400}) {
            Random random = new Random(5);
            int within80 = 0;
            int within95 = 0;
            for (int i = 0; i < count; i++) {
                double[] walk = new double[length + horizon];
                double level = 5;
                for (int t = 0; t < walk.length; t++) {
                    level += 0.03 * random.nextGaussian();
                    walk[t] = Math.exp(level);
                }
                double[] actual = Arrays.copyOfRange(walk, length, walk.length);
                double[][] quantiles = COMBINATION
                        .forecast(Arrays.copyOf(walk, length), 1, horizon)
                        .quantiles();
                within80 += IntervalAccuracy.covered(actual, quantiles[2], quantiles[10]);
                within95 += IntervalAccuracy.covered(actual, quantiles[0], quantiles[12]);
            }
            assertThat(within80 / (double) (count * horizon))
                    .as("80 %% after %d values", length)
                    .isBetween(0.70, 0.88);
            assertThat(within95 / (double) (count * horizon))
                    .as("95 %% after %d values", length)
                    .isBetween(0.91, 0.99);
        }
    }

    /** Mean absolute error against the truth of what has noise in its history. */
    private static double error(IntToDoubleFunction truth, int length, int seasonLength, int horizon, double noise) {
        double[] mean = COMBINATION
                .forecast(series(length, truth, noise, 2), seasonLength, horizon)
                .mean();
        double[] actual = new double[horizon];
        Arrays.setAll(actual, step -> truth.applyAsDouble(length + step));
        return PointAccuracy.absolute(actual, mean) / horizon;
    }

    private static double[] series(int length, IntToDoubleFunction truth, double noise, int seed) {
        Random random = new Random(seed);
        double[] values = new double[length];
        Arrays.setAll(values, t -> truth.applyAsDouble(t) + noise * random.nextGaussian());
        return values;
    }
}
