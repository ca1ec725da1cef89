package dev.tandem.forecast.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.DemandForecast;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalModelTest {
    private static final double[] NEXT = new double[Worlds.HORIZON];

    private static double[] constant(double value) {
        double[] values = NEXT.clone();
        Arrays.fill(values, value);
        return values;
    }

    private static SignalForecast forecast(SignalSeries series, SignalPool pool) {
        return SignalModel.fit(series, Worlds.HORIZON, pool).forecast();
    }

    @Test
    void theFutureOfAnObservedSignalIsNeverRead() {
        for (int seed = 0; seed < 10; seed++) {
            Random random = new Random(seed);
            List<SignalSeries> world = Worlds.priced(6, 0.3, random);
            SignalPool pool = Worlds.pool(world);
            List<SignalSeries> other = world.stream()
                    .map(one -> Worlds.withFuture(one, "buzz", random))
                    .toList();
            assertThat(Worlds.statistics(other).toBytes())
                    .isEqualTo(Worlds.statistics(world).toBytes());
            for (int i = 0; i < world.size(); i++) {
                assertThat(forecast(other.get(i), pool).forecast().quantiles())
                        .isEqualTo(forecast(world.get(i), pool).forecast().quantiles());
            }
        }
    }

    @Test
    void whatIsDeclaredKnownAheadIsUsed() {
        List<SignalSeries> world = Worlds.priced(6, 0, new Random(1));
        SignalPool pool = Worlds.pool(world);
        SignalSeries cheaper = Worlds.withFuture(world.getFirst(), "price", new Random(2));
        assertThat(forecast(cheaper, pool).forecast().mean()[0])
                .isGreaterThan(forecast(world.getFirst(), pool).forecast().mean()[0]);
    }

    @Test
    void theLawOfPricesIsFound() {
        List<SignalSeries> world = Worlds.priced(10, 0, new Random(3));
        SignalPool pool = Worlds.pool(world);
        for (SignalSeries series : world) {
            SignalModel model = SignalModel.fit(series, Worlds.HORIZON, pool);
            double usual = 3.5;
            double at =
                    model.whatIf(Map.of("price", constant(usual))).forecast().mean()[0];
            double dearer = model.whatIf(Map.of("price", constant(usual * 1.1)))
                    .forecast()
                    .mean()[0];
            assertThat(Math.log(dearer / at) / Math.log(1.1)).isCloseTo(-2, within(0.5));
            assertThat(model.forecast().elasticity()).isCloseTo(-2, within(0.5));
        }
    }

    @Test
    void aShortSeriesBorrowsFromItsPool() {
        List<SignalSeries> world = Worlds.priced(10, 0, new Random(4));
        SignalSeries young = world.getFirst().last(4);
        SignalForecast forecast = forecast(young, Worlds.pool(world));
        assertThat(forecast.elasticity()).isCloseTo(-2, within(0.5));
        assertThat(Arrays.stream(forecast.forecast().mean()).boxed())
                .allSatisfy(mean -> assertThat(mean).isPositive().isFinite());
    }

    @Test
    void driversSumUpToTheMedian() {
        for (int seed = 0; seed < 20; seed++) {
            List<SignalSeries> world = Worlds.priced(4, 0.3, new Random(seed));
            SignalPool pool = Worlds.pool(world);
            for (SignalSeries series : world) {
                SignalForecast forecast = forecast(series, pool);
                for (int step = 0; step < Worlds.HORIZON; step++) {
                    int at = step;
                    double sum = forecast.drivers().stream()
                            .mapToDouble(driver -> driver.units()[at])
                            .sum();
                    assertThat(sum).isCloseTo(forecast.forecast().quantile(0.5, step), within(1e-6));
                }
            }
        }
    }

    @Test
    void aDearerProductNeverSellsMoreAndAPromotionNeverLess() {
        for (int seed = 0; seed < 20; seed++) {
            // No price effect is in the data: what is learnt is chance.
            Random random = new Random(seed);
            SignalSeries drawn = Worlds.priced(1, 0, random).getFirst();
            double[] demand = new double[Worlds.WEEKS];
            Arrays.setAll(demand, t -> Math.exp(3 + random.nextGaussian()));
            SignalSeries series = new SignalSeries(demand, 0, 52, drawn.signals());
            SignalPool pool = SignalPool.of(series, Worlds.HORIZON);
            SignalModel model = SignalModel.fit(series, Worlds.HORIZON, pool);
            double before = Double.POSITIVE_INFINITY;
            double[] planned = drawn.signals().getFirst().values();
            for (double factor : new double[] {1, 1.2, 2, 10}) {
                double[] price = NEXT.clone();
                Arrays.setAll(price, step -> factor * planned[Worlds.WEEKS + step]);
                double mean = model.whatIf(Map.of("price", price)).forecast().quantile(0.5, 0);
                assertThat(mean).isLessThanOrEqualTo(before);
                before = factor == 1 ? mean : before;
            }
            assertThat(model.whatIf(Map.of("deal", constant(1))).forecast().quantile(0.5, 0))
                    .isGreaterThanOrEqualTo(
                            model.whatIf(Map.of("deal", constant(0))).forecast().quantile(0.5, 0) - 1e-9);
        }
    }

    @Test
    void noChangeChangesNothing() {
        List<SignalSeries> world = Worlds.priced(4, 0.3, new Random(5));
        SignalModel model = SignalModel.fit(world.getFirst(), Worlds.HORIZON, Worlds.pool(world));
        double[] planned = Arrays.copyOfRange(
                world.getFirst().signals().getFirst().values(), Worlds.WEEKS, Worlds.WEEKS + Worlds.HORIZON);
        assertThat(model.whatIf(Map.of("price", planned)).forecast().mean())
                .containsExactly(model.forecast().forecast().mean(), within(1e-9));
    }

    @Test
    void quantilesCoverWhatTheyPromise() {
        int within80 = 0;
        int within95 = 0;
        int cases = 0;
        for (int seed = 0; seed < 10; seed++) {
            List<SignalSeries> world = Worlds.priced(20, 0, new Random(100 + seed));
            List<SignalSeries> known = world.stream()
                    .map(one -> one.until(Worlds.WEEKS - Worlds.HORIZON))
                    .toList();
            SignalPool pool = Worlds.pool(known);
            for (int i = 0; i < world.size(); i++) {
                DemandForecast forecast = forecast(known.get(i), pool).forecast();
                for (int step = 0; step < Worlds.HORIZON; step++, cases++) {
                    double actual = world.get(i).demand()[Worlds.WEEKS - Worlds.HORIZON + step];
                    within80 +=
                            actual >= forecast.quantile(0.1, step) && actual <= forecast.quantile(0.9, step) ? 1 : 0;
                    within95 += actual >= forecast.quantile(0.025, step) && actual <= forecast.quantile(0.975, step)
                            ? 1
                            : 0;
                }
            }
        }
        assertThat((double) within80 / cases).isCloseTo(0.8, within(0.05));
        assertThat((double) within95 / cases).isCloseTo(0.95, within(0.04));
    }

    @Test
    void unknownAndCensoredPeriodsAreNoDemandOfZero() {
        List<SignalSeries> world = Worlds.priced(6, 0, new Random(6));
        SignalSeries whole = world.getFirst();
        double[] holes = whole.demand().clone();
        for (int t = 3; t < holes.length; t += 4) {
            holes[t] = Double.NaN;
        }
        SignalSeries gapped = new SignalSeries(holes, whole.firstPeriod(), 52, whole.signals());
        SignalPool pool = Worlds.pool(world);
        assertThat(forecast(gapped, pool).forecast().mean()[0])
                .isCloseTo(forecast(whole, pool).forecast().mean()[0], within(0.25 * whole.demand()[0] + 20));
        double[] nothing = holes.clone();
        Arrays.fill(nothing, Double.NaN);
        assertThatThrownBy(() -> forecast(new SignalSeries(nothing, 0, 52, whole.signals()), pool))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWhatIfNamesAKnownSignalAndAValueForEachStep() {
        List<SignalSeries> world = Worlds.priced(2, 0, new Random(7));
        SignalModel model = SignalModel.fit(world.getFirst(), Worlds.HORIZON, Worlds.pool(world));
        assertThatThrownBy(() -> model.whatIf(Map.of("rain", constant(1)))).hasMessageContaining("rain");
        assertThatThrownBy(() -> model.whatIf(Map.of("deal", new double[] {1}))).hasMessageContaining("1 values");
    }
}
