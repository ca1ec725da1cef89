package dev.tandem.forecast.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.intermittent.BoundedSmoothing;
import dev.tandem.forecast.lifecycle.LifeCycleStage;
import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DemandPoolTest {
    private static final int YEAR = 52;
    private static final int WEEKS = 126;
    private static final int HORIZON = 4;
    private static final long FIRST = 2900;

    /** A shop whose sales more than double within ten weeks, every year; closed in one week a year. */
    private static final List<DemandSeries> SHOP = shop(600, WEEKS + HORIZON, 11);

    private static final List<DemandSeries> KNOWN =
            SHOP.stream().map(series -> cut(series, WEEKS)).toList();
    private static final DemandPool POOL = DemandPoolLearner.learn(KNOWN, YEAR);

    @Test
    void aSeasonOfTheWholeShopIsForeseenWhereSmoothingLagsBehind() {
        double own = 0;
        double smoothed = 0;
        double expected = 0;
        double sold = 0;
        DemandForecaster forecaster = new DemandForecaster(POOL);
        for (int i = 0; i < SHOP.size(); i++) {
            double[] actual = Arrays.copyOfRange(SHOP.get(i).values(), WEEKS, WEEKS + HORIZON);
            DemandForecast forecast =
                    forecaster.forecast(KNOWN.get(i), HORIZON, null).forecast();
            double level = new BoundedSmoothing(0.05, 0.95).level(KNOWN.get(i).values());
            for (int step = 0; step < HORIZON; step++) {
                own += Math.pow(forecast.mean()[step] - actual[step], 2);
                smoothed += Math.pow(level - actual[step], 2);
                expected += forecast.mean()[step];
                sold += actual[step];
            }
        }
        assertThat(own).isLessThan(0.92 * smoothed);
        assertThat(expected / sold).isCloseTo(1, within(0.15));
    }

    @Test
    void intervalsHoldWhatTheySay() {
        DemandForecaster forecaster = new DemandForecaster(POOL);
        double above = 0;
        double below = 0;
        int steps = 0;
        for (int i = 0; i < SHOP.size(); i++) {
            DemandForecast forecast =
                    forecaster.forecast(KNOWN.get(i), HORIZON, null).forecast();
            for (int step = 0; step < HORIZON; step++) {
                double actual = SHOP.get(i).values()[WEEKS + step];
                above += actual > forecast.quantile(0.9, step) ? 1 : 0;
                below += actual < forecast.quantile(0.1, step) ? 1 : 0;
                steps++;
            }
        }
        assertThat(above / steps).isBetween(0.05, 0.16);
        assertThat(below / steps).isLessThan(0.14);
    }

    @Test
    void closedWeeksAreFoundAndAreNotZeroDemand() {
        assertThat(POOL.closed().periods()).containsExactly(FIRST + 4, FIRST + 4 + YEAR, FIRST + 4 + 2 * YEAR);
    }

    @Test
    void aProductThatIsNotSoldYetGetsWhatLaunchesOfItsGroupSell() {
        DemandForecaster forecaster = new DemandForecaster(POOL);
        DemandSeries coming = new DemandSeries("coming", "north", List.of("fast"), FIRST + WEEKS, new double[0]);
        DemandSeries slow = new DemandSeries("coming", "north", List.of("slow"), FIRST + WEEKS, new double[0]);
        DemandOutlook outlook = forecaster.forecast(coming, HORIZON, null);
        assertThat(outlook.lifeCycle().stage()).isEqualTo(LifeCycleStage.NEW);
        assertThat(outlook.forecast().model()).isEqualTo("launch profile");
        assertThat(outlook.forecast().mean()[0])
                .isPositive()
                .isGreaterThan(
                        2 * forecaster.forecast(slow, HORIZON, null).forecast().mean()[0]);
        assertThat(outlook.forecast().quantile(0.95, 0))
                .isGreaterThan(outlook.forecast().mean()[0]);
    }

    @Test
    void aDeclineFadesWithTheHorizonInsteadOfTurning() {
        double[] values = new double[WEEKS];
        for (int t = 0; t < WEEKS; t++) {
            values[t] = t < 100 ? 20 : Math.max(0, 20 - (t - 99) * 1.0);
        }
        DemandOutlook outlook = new DemandForecaster(POOL)
                .forecast(new DemandSeries("old", "north", List.of("slow"), FIRST, values), 26, null);
        assertThat(outlook.lifeCycle().stage()).isEqualTo(LifeCycleStage.DECLINE);
        assertThat(outlook.forecast().mean()[0]).isLessThan(8);
        assertThat(outlook.forecast().mean()[20]).isLessThan(8);
    }

    @Test
    void theUnitDoesNotMatter() {
        DemandForecaster forecaster = new DemandForecaster(POOL);
        List<DemandSeries> grams = KNOWN.stream()
                .map(series -> new DemandSeries(
                        series.sku(),
                        series.location(),
                        series.groups(),
                        series.firstPeriod(),
                        Arrays.stream(series.values())
                                .map(value -> 1000 * value)
                                .toArray()))
                .toList();
        DemandForecaster inGrams = new DemandForecaster(DemandPoolLearner.learn(grams, YEAR));
        for (int i = 0; i < KNOWN.size(); i += 50) {
            double mean =
                    forecaster.forecast(KNOWN.get(i), HORIZON, null).forecast().mean()[0];
            assertThat(inGrams.forecast(grams.get(i), HORIZON, null).forecast().mean()[0])
                    .isCloseTo(1000 * mean, within(1e-3 + 1e-3 * Math.abs(1000 * mean)));
        }
    }

    @Test
    void everyHistoryHasAForecast() {
        Random random = new Random(5);
        for (DemandPool pool :
                List.of(POOL, DemandPool.empty(YEAR), DemandPoolLearner.learn(KNOWN.subList(0, 3), YEAR))) {
            DemandForecaster forecaster = new DemandForecaster(pool);
            for (int round = 0; round < 300; round++) {
                double[] values = random.doubles(random.nextInt(140))
                        .map(value -> strange(value, random))
                        .toArray();
                DemandForecast forecast = forecaster
                        .forecast(
                                new DemandSeries("a", "b", List.of("c"), FIRST + random.nextInt(50), values), 60, null)
                        .forecast();
                assertThat(Arrays.stream(forecast.mean())).allMatch(value -> value >= 0);
                assertThat(Arrays.stream(forecast.quantiles()[0])).allMatch(value -> value >= 0);
            }
        }
    }

    @Test
    void aShopWithoutSeriesTeachesNothing() {
        DemandPool pool = DemandPoolLearner.learn(List.of(), YEAR);
        double[] values = {4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4};
        assertThat(new DemandForecaster(pool)
                        .forecast(new DemandSeries("a", "b", List.of(), 0, values), 1, null)
                        .forecast()
                        .mean()[0])
                .isCloseTo(4, within(1e-6));
    }

    private static double strange(double value, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> Double.NaN;
            case 1 -> Math.rint(1e7 * value);
            case 2 -> value;
            default -> 0;
        };
    }

    private static DemandSeries cut(DemandSeries series, int periods) {
        return new DemandSeries(
                series.sku(),
                series.location(),
                series.groups(),
                series.firstPeriod(),
                Arrays.copyOf(series.values(), periods));
    }

    private static List<DemandSeries> shop(int count, int weeks, long seed) {
        Random random = new Random(seed);
        List<DemandSeries> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fast = i % 3 == 0;
            double level = (fast ? 12 : 1.5) * Math.exp(0.5 * random.nextGaussian());
            int launch = i % 4 == 0 ? random.nextInt(100) : 0;
            double[] values = new double[weeks];
            for (int t = 0; t < weeks; t++) {
                level *= Math.exp(0.03 * random.nextGaussian());
                double season = 1 + 1.5 * Math.exp(-Math.pow((t % YEAR - 30) / 5.0, 2));
                boolean closed = t % YEAR == 4;
                values[t] = closed || t < launch ? 0 : count(level * season, random);
            }
            all.add(new DemandSeries("sku-" + i, "north", List.of(fast ? "fast" : "slow"), FIRST, values));
        }
        return all;
    }

    /** Negative binomial: Poisson with a gamma rate, here of shape two as a sum of exponentials. */
    private static double count(double mean, Random random) {
        double rate = -mean / 2 * (Math.log(1 - random.nextDouble()) + Math.log(1 - random.nextDouble()));
        double limit = -rate;
        int count = 0;
        for (double log = Math.log(1 - random.nextDouble()); log > limit; log += Math.log(1 - random.nextDouble())) {
            count++;
        }
        return count;
    }
}
