package dev.tandem.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.ExponentialSmoothing.Form;
import dev.tandem.forecast.model.ExponentialSmoothing.Model;
import dev.tandem.forecast.model.ExponentialSmoothing.Trend;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExponentialSmoothingTest {
    private static final ExponentialSmoothing SMOOTHING = new ExponentialSmoothing();

    @Test
    void noiseAroundALevelGetsNeitherTrendNorSeason() {
        DemandForecast forecast = SMOOTHING.forecast(series(0, 0, 1), 12, 12);
        assertThat(forecast.model()).isEqualTo("ETS(A,N,N)");
        assertThat(forecast.mean()[11]).isEqualTo(forecast.mean()[0]);
    }

    @Test
    void aTrendIsFollowed() {
        double[] mean = SMOOTHING.forecast(series(2, 0, 2), 1, 12).mean();
        assertThat(mean[11]).isEqualTo(100 + 2 * 131, within(12.0));
    }

    @Test
    void aSeasonIsFollowed() {
        DemandForecast forecast = SMOOTHING.forecast(series(0, 30, 3), 12, 12);
        assertThat(forecast.model()).endsWith(",A)");
        for (int step = 0; step < 12; step++) {
            assertThat(forecast.mean()[step]).isEqualTo(100 + 30 * Math.sin((120 + step) * Math.PI / 6), within(6.0));
        }
    }

    /** Simulated from the model itself, errors of standard deviation one: what the formula says is what comes out. */
    @Test
    void deviationsAreThoseOfSimulatedPaths() {
        Model model = new Model(new Form(Trend.DAMPED, 4), 0.3, 0.1, 0.2, 0.9, 50, 0, new double[4], 200 - 10 + 1);
        double[] expected = model.deviations(200, 9);
        Random random = new Random(4);
        double[] squares = new double[9];
        int paths = 20_000;
        for (int path = 0; path < paths; path++) {
            double[] values = new double[11];
            for (int t = 0; t < values.length; t++) {
                double mean = t < 2 ? 50 : model.ahead(values, new int[] {t}, 1)[0][0];
                values[t] = mean + (t < 2 ? 0 : random.nextGaussian());
                squares[Math.max(0, t - 2)] += t < 2 ? 0 : (values[t] - 50) * (values[t] - 50) / paths;
            }
        }
        for (int step = 0; step < squares.length; step++) {
            assertThat(Math.sqrt(squares[step])).isEqualTo(expected[step], within(0.04 * expected[step]));
        }
    }

    @Test
    void moreFreedomNeverFitsWorseByMuch() {
        Random random = new Random(6);
        for (int round = 0; round < 20; round++) {
            double[] walk = new double[60];
            for (int t = 1; t < walk.length; t++) {
                walk[t] = walk[t - 1] + random.nextGaussian() + 0.3;
            }
            double additive =
                    ExponentialSmoothing.fit(walk, new Form(Trend.ADDITIVE, 1)).squares();
            for (double alpha = 0.05; alpha < 1; alpha += 0.05) {
                for (double share = 0.05; share < 1; share += 0.05) {
                    double other = squares(walk, alpha, share);
                    assertThat(additive).isLessThanOrEqualTo(1.02 * other);
                }
            }
        }
    }

    @Test
    void anyHistoryIsAnswered() {
        for (double[] history : new double[][] {
            {},
            {Double.NaN},
            {3},
            {1, 2},
            {1, 2, 3, 4},
            {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0},
            {5, Double.NaN, 7, 9, 1, 0, 4, 4}
        }) {
            assertThat(SMOOTHING.forecast(history, 4, 6).horizon()).isEqualTo(6);
        }
    }

    private static double squares(double[] series, double alpha, double share) {
        Model like = ExponentialSmoothing.fit(series, new Form(Trend.ADDITIVE, 1));
        Model model = new Model(like.form(), alpha, alpha * share, 0, 1, like.level(), like.slope(), new double[1], 0);
        int[] origins = new int[series.length];
        Arrays.setAll(origins, t -> t);
        double[][] ahead = model.ahead(series, origins, 1);
        double sum = 0;
        for (int t = 0; t < series.length; t++) {
            sum += (series[t] - ahead[t][0]) * (series[t] - ahead[t][0]);
        }
        return sum;
    }

    /** Ten years of months from 100. */
    private static double[] series(double slope, double swing, int seed) {
        Random random = new Random(seed);
        double[] values = new double[120];
        Arrays.setAll(values, t -> 100 + slope * t + swing * Math.sin(t * Math.PI / 6) + 3 * random.nextGaussian());
        return values;
    }
}
