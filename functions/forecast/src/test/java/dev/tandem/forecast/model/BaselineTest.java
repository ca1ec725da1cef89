package dev.tandem.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BaselineTest {
    /** Three years of quarters: levels 10, 20, 30 times 0.5, 1, 1.5, 1. */
    private static final double[] QUARTERS = {5, 10, 15, 10, 10, 20, 30, 20, 15, 30, 45, 30};

    @Test
    void naiveRepeatsTheLastValue() {
        assertThat(Baseline.NAIVE.forecast(QUARTERS, 4, 3).mean()).containsExactly(30, 30, 30);
    }

    @Test
    void naive2WithoutAProvenSeasonIsNaive() {
        assertThat(Classical.isSeasonal(QUARTERS, 4)).isFalse();
        assertThat(Baseline.NAIVE2.forecast(QUARTERS, 4, 2).mean()).containsExactly(30, 30);
    }

    /**
     * By hand: in a series that repeats 6, 8, 10, 16 without trend every centred mean is 10, so the indices are 0.6, 0.8, 1 and 1.6. The
     * autocorrelation at lag 4 of 20 values is 16/20.
     */
    @Test
    void naive2RepeatsAProvenSeason() {
        double[] history = new double[20];
        for (int t = 0; t < history.length; t++) {
            history[t] = new double[] {6, 8, 10, 16}[t % 4];
        }
        assertThat(Classical.isSeasonal(history, 4)).isTrue();
        assertThat(Classical.indices(history, 4)).containsExactly(new double[] {0.6, 0.8, 1, 1.6}, within(1e-12));
        assertThat(Baseline.NAIVE2.forecast(history, 4, 6).mean())
                .containsExactly(new double[] {6, 8, 10, 16, 6, 8}, within(1e-9));
    }

    /**
     * By hand: with weight one half the errors of 2, 4, 4 from start s are 2-s, 3-s/2 and 1.5-s/4; their squares are least where 21 s/16
     * = 3.875, so s = 62/21 and the level after the last 4 is 3.25 + s/8.
     */
    @Test
    void smoothingStartsWhereTheErrorsAreLeast() {
        SimpleSmoothing smoothing = SimpleSmoothing.with(new double[] {2, 4, 4}, 0.5);
        double start = 62.0 / 21;
        assertThat(smoothing.errors()[0]).isEqualTo(2 - start, within(1e-12));
        assertThat(smoothing.errors()[2]).isEqualTo(1.5 - start / 4, within(1e-12));
        assertThat(smoothing.level()).isEqualTo(3.25 + start / 8, within(1e-12));
    }

    @Test
    void theExactSmoothingIsNeverWorseThanItsNeighbours() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            double[] walk = new double[60];
            for (int t = 1; t < walk.length; t++) {
                walk[t] = walk[t - 1] * 0.9 + random.nextGaussian();
            }
            SimpleSmoothing best = SimpleSmoothing.fit(walk);
            for (double alpha = 0.005; alpha < 1; alpha += 0.005) {
                assertThat(squares(best)).isLessThanOrEqualTo(squares(SimpleSmoothing.with(walk, alpha)) * (1 + 1e-6));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Baseline.class)
    void gapsShortHistoriesAndNoHistoryAreAnswered(Baseline method) {
        for (double[] history : new double[][] {
            {}, {Double.NaN}, {3}, {Double.NaN, 4, Double.NaN, 6, Double.NaN}, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}
        }) {
            double[] before = history.clone();
            DemandForecast forecast = method.forecast(history, 4, 5);
            assertThat(forecast.horizon()).isEqualTo(5);
            assertThat(history).isEqualTo(before);
        }
    }

    private static double squares(SimpleSmoothing smoothing) {
        return Arrays.stream(smoothing.errors()).map(error -> error * error).sum();
    }
}
