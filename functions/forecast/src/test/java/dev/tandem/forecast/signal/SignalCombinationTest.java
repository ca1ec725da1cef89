package dev.tandem.forecast.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalCombinationTest {
    private static final Forecaster MEAN = (history, season, horizon) -> {
        double mean = Arrays.stream(history)
                .filter(value -> !Double.isNaN(value))
                .average()
                .orElse(0);
        double[] flat = new double[horizon];
        Arrays.fill(flat, mean);
        double[][] quantiles = new double[DemandForecast.levelCount()][];
        Arrays.setAll(quantiles, row -> flat.clone());
        return new DemandForecast("mean", flat, quantiles);
    };

    @Test
    void signalsThatGainTakeTheWeight() {
        List<SignalSeries> world = Worlds.priced(10, 0, new Random(1));
        SignalPool pool = Worlds.pool(world);
        assertThat(world).allSatisfy(series -> {
            SignalCombination combination = SignalCombination.of(series, Worlds.HORIZON, pool, MEAN);
            assertThat(combination.signalsError()).isLessThan(combination.historyError());
            assertThat(combination.weight()).isBetween(0.3, 1.0);
        });
    }

    @Test
    void signalsThatDoNotGainHaveNone() {
        Random random = new Random(2);
        List<SignalSeries> world = Worlds.priced(6, 0, random).stream()
                .map(one -> {
                    double[] demand = new double[one.length()];
                    Arrays.setAll(demand, t -> 200 * t + 5 * random.nextDouble());
                    return new SignalSeries(demand, one.firstPeriod(), 52, one.signals());
                })
                .toList();
        Forecaster line = (history, season, horizon) -> {
            double[] next = new double[horizon];
            Arrays.setAll(next, step -> 200.0 * (history.length + step));
            double[][] quantiles = new double[DemandForecast.levelCount()][];
            Arrays.setAll(quantiles, row -> next.clone());
            return new DemandForecast("line", next, quantiles);
        };
        SignalCombination combination =
                SignalCombination.of(world.getFirst(), Worlds.HORIZON, Worlds.pool(world), line);
        assertThat(combination.weight()).isZero();
        assertThat(combination.signals().forecast().mean())
                .isEqualTo(line.forecast(world.getFirst().demand(), 52, 4).mean());
    }

    @Test
    void driversStillSumUp() {
        List<SignalSeries> world = Worlds.priced(10, 0, new Random(3));
        SignalCombination combination =
                SignalCombination.of(world.getFirst(), Worlds.HORIZON, Worlds.pool(world), MEAN);
        for (int step = 0; step < Worlds.HORIZON; step++) {
            int at = step;
            assertThat(combination.signals().drivers().stream()
                            .mapToDouble(driver -> driver.units()[at])
                            .sum())
                    .isCloseTo(combination.signals().forecast().quantile(0.5, step), within(1e-6));
        }
    }

    @Test
    void aSeriesTooShortToTryHasHalfFromItsPool() {
        List<SignalSeries> world = Worlds.priced(10, 0, new Random(4));
        SignalSeries young = world.getFirst().last(5);
        SignalCombination combination = SignalCombination.of(young, Worlds.HORIZON, Worlds.pool(world), MEAN);
        assertThat(combination.weight()).isEqualTo(0.5);
        assertThat(combination.signals().elasticity()).isNegative();
    }
}
