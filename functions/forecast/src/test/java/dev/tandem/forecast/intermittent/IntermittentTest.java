package dev.tandem.forecast.intermittent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntermittentTest {
    private static final List<Forecaster> ALL = List.of(
            new Croston(0.1, false),
            new Croston(0.1, true),
            new Tsb(0.2, 0.1),
            new BoundedSmoothing(0.05, 0.3),
            TemporalAggregation.adida(),
            TemporalAggregation.imapa(),
            new OwnHistory());

    @Test
    void crostonSmoothsSizesAndIntervalsAtSalesOnly() {
        // sizes 4, 6 and intervals 2, 3: 4 + 0.1 * 2 over 2 + 0.1 * 1
        double[] history = {0, 4, 0, 0, 6, 0};
        assertThat(new Croston(0.1, false).level(history)).isCloseTo(4.2 / 2.1, within(1e-12));
        assertThat(new Croston(0.1, true).level(history)).isCloseTo(4.2 / 2.1 * 0.95, within(1e-12));
    }

    @Test
    void tsbFadesWhileNothingIsSoldAndCrostonDoesNot() {
        double[] sold = {3, 0, 3, 0, 3};
        double[] silent = Arrays.copyOf(sold, 40);
        assertThat(new Tsb(0.2, 0.1).level(silent)).isLessThan(0.1 * new Tsb(0.2, 0.1).level(sold));
        assertThat(new Croston(0.1, false).level(silent)).isEqualTo(new Croston(0.1, false).level(sold));
    }

    @Test
    void daysOfTheWeekAreToldApartInASlowMover() {
        Random random = new Random(4);
        double[] history = new double[7 * 40];
        for (int t = 0; t < history.length; t++) {
            history[t] = t % 7 == 5 && random.nextInt(2) == 0 ? 3 : random.nextInt(20) == 0 ? 1 : 0;
        }
        DemandForecast forecast = new OwnHistory().forecast(history, 7, 14);
        assertThat(forecast.model()).isEqualTo("intermittent combination");
        assertThat(forecast.mean()[5]).isGreaterThan(4 * forecast.mean()[0]).isEqualTo(forecast.mean()[12]);
    }

    @Test
    void unknownPeriodsAreNotPeriodsWithoutDemand() {
        double[] known = {2, 0, 2, 0, 0, 3, 0, 2};
        double[] censored = {2, 0, 2, Double.NaN, Double.NaN, 0, 0, 3, 0, Double.NaN, 2};
        for (Forecaster method : ALL) {
            assertThat(method.forecast(censored, 1, 1).mean())
                    .isEqualTo(method.forecast(known, 1, 1).mean());
        }
    }

    @Test
    void constantDemandIsForecastAsItIs() {
        double[] history = new double[30];
        Arrays.fill(history, 5);
        for (Forecaster method : ALL) {
            DemandForecast forecast = method.forecast(history, 1, 3);
            double expected = method.equals(new Croston(0.1, true)) ? 5 * 0.95 : 5;
            assertThat(forecast.mean()).containsExactly(new double[] {expected, expected, expected}, within(1e-9));
        }
    }

    @Test
    void twiceTheDemandIsTwiceTheForecast() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            double[] history = random.ints(1 + random.nextInt(60), 0, 4)
                    .mapToDouble(value -> Math.max(0, value - 2))
                    .toArray();
            double[] twice = Arrays.stream(history).map(value -> 2 * value).toArray();
            for (Forecaster method : ALL) {
                assertThat(method.forecast(twice, 1, 1).mean()[0])
                        .isCloseTo(2 * method.forecast(history, 1, 1).mean()[0], within(1e-9));
            }
        }
    }

    @Test
    void nothingKnownIsNothingForecast() {
        for (Forecaster method : ALL) {
            for (double[] history : new double[][] {{}, {Double.NaN}, {0, 0, 0}}) {
                assertThat(method.forecast(history, 1, 2).mean()).containsExactly(0, 0);
            }
        }
    }

    @Test
    void negativeBinomialReachesItsMomentsAndLevels() {
        NegativeBinomial counts = new NegativeBinomial(1.5, 4);
        double mean = 0;
        double square = 0;
        for (int k = 0; k < 400; k++) {
            double probability = counts.cumulative(k) - counts.cumulative(k - 1);
            mean += k * probability;
            square += (double) k * k * probability;
        }
        assertThat(mean).isCloseTo(1.5, within(1e-6));
        assertThat(square - mean * mean).isCloseTo(4, within(1e-5));
        for (double level : new double[] {0.05, 0.5, 0.9, 0.975}) {
            double quantile = counts.quantile(level);
            assertThat(counts.cumulative(quantile)).isGreaterThanOrEqualTo(level);
            assertThat(quantile == 0 || counts.cumulative(quantile - 1) < level).isTrue();
        }
        // a variance not above the mean is Poisson: P(0) = exp(-mean)
        assertThat(new NegativeBinomial(2, 1).cumulative(0)).isCloseTo(Math.exp(-2), within(1e-4));
    }

    @Test
    void quantilesOfGoodsInPacksAreWholePacks() {
        double[] history = {12, 0, 24, 0, 0, 12, 36, 0, 0, 12};
        assertThat(CountQuantiles.pack(history)).isEqualTo(12);
        double[][] quantiles = CountQuantiles.of(history, new double[] {9.6});
        for (double[] row : quantiles) {
            assertThat(row[0] % 12).isZero();
        }
        assertThat(quantiles[quantiles.length - 1][0]).isBetween(24.0, 60.0);
    }
}
