package dev.tandem.forecast.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SignalPoolTest {
    @Test
    void pureNoiseHasNoWeight() {
        int admitted = 0;
        for (int seed = 0; seed < 25; seed++) {
            SignalPool pool = Worlds.pool(Worlds.priced(8, 0, new Random(seed)));
            assertThat(pool.signals()).contains("price", "deal");
            admitted += pool.signals().contains("buzz") ? 1 : 0;
        }
        assertThat(admitted).isLessThanOrEqualTo(1);
    }

    @Test
    void aSignalThatHelpsHasAWeightAtTheDelayThatItWorksWith() {
        for (int seed = 0; seed < 10; seed++) {
            SignalPool pool = Worlds.pool(Worlds.priced(8, 0.3, new Random(seed)));
            assertThat(pool.features())
                    .filteredOn(feature -> feature.signal().equals("buzz"))
                    .extracting(SignalLayout.Feature::delay)
                    .contains(6)
                    .allMatch(delay -> delay >= Worlds.HORIZON);
        }
    }

    @Test
    void partsOfBatchesAddUp() {
        List<SignalSeries> world = Worlds.priced(9, 0.3, new Random(1));
        PoolStatistics sum = Worlds.statistics(world.subList(0, 4));
        sum.add(PoolStatistics.fromBytes(
                sum.layout(), Worlds.statistics(world.subList(4, 9)).toBytes()));
        SignalPool together = Worlds.pool(world);
        SignalPool added =
                Objects.requireNonNull(SignalPool.of(Map.of("all", sum)).get("all"));
        assertThat(added.chosen()).isEqualTo(together.chosen());
        for (int i = 0; i < added.coefficients().length; i++) {
            assertThat(added.coefficients()[i])
                    .isCloseTo(together.coefficients()[i], org.assertj.core.api.Assertions.within(1e-9));
        }
        ErrorSums first = new ErrorSums();
        ErrorSums second = new ErrorSums();
        ErrorSums all = new ErrorSums();
        for (int i = 0; i < world.size(); i++) {
            (i < 4 ? first : second).add(world.get(i), together);
            all.add(world.get(i), together);
        }
        first.add(ErrorSums.fromBytes(second.toBytes()));
        assertThat(together.with(first).errors().alpha())
                .isEqualTo(together.with(all).errors().alpha());
        assertThat(together.with(first).errors().points())
                .isEqualTo(together.with(all).errors().points());
    }

    @Test
    void groupsDifferAndASmallOneIsDrawnToItsCategory() {
        List<SignalSeries> large = Worlds.priced(10, 0, new Random(2));
        List<SignalSeries> small = Worlds.priced(1, 0, new Random(3)).stream()
                .map(one -> one.last(15))
                .toList();
        Map<String, SignalPool> pools =
                SignalPool.of(Map.of("large", Worlds.statistics(large), "small", Worlds.statistics(small)));
        double[] of = Objects.requireNonNull(pools.get("large")).coefficients();
        double[] near = Objects.requireNonNull(pools.get("small")).coefficients();
        for (int i = 0; i < of.length; i++) {
            assertThat(near[i]).isCloseTo(of[i], org.assertj.core.api.Assertions.within(0.4));
        }
    }

    @Test
    void statisticsOfOtherSignalsAreRefused() {
        List<SignalSeries> world = Worlds.priced(2, 0, new Random(4));
        PoolStatistics statistics = Worlds.statistics(world);
        PoolStatistics other = new PoolStatistics(SignalLayout.of(world.getFirst(), 1));
        assertThatThrownBy(() -> statistics.add(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PoolStatistics.fromBytes(statistics.layout(), new byte[3]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anEmptyPoolForecastsTheLevel() {
        SignalSeries series = Worlds.priced(1, 0, new Random(5)).getFirst();
        SignalPool pool = SignalPool.empty(SignalLayout.of(series, Worlds.HORIZON));
        SignalForecast forecast = SignalModel.fit(series, Worlds.HORIZON, pool).forecast();
        assertThat(forecast.elasticity()).isZero();
        assertThat(forecast.drivers())
                .filteredOn(driver -> !driver.name().equals("level"))
                .allSatisfy(driver -> assertThat(driver.units()).containsOnly(0));
    }

    @Test
    void aPoolIsKeptAsJson() throws java.io.IOException {
        List<SignalSeries> world = Worlds.priced(4, 0.3, new Random(6));
        SignalPool pool = Worlds.pool(world);
        ObjectMapper json = new ObjectMapper();
        SignalPool read = json.readValue(json.writeValueAsBytes(pool), SignalPool.class);
        for (SignalSeries series : world) {
            assertThat(SignalModel.fit(series, Worlds.HORIZON, read)
                            .forecast()
                            .forecast()
                            .quantiles())
                    .isEqualTo(SignalModel.fit(series, Worlds.HORIZON, pool)
                            .forecast()
                            .forecast()
                            .quantiles());
        }
    }
}
