package dev.tandem.forecast.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.forecast.intermittent.CountQuantiles;
import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AggregateForecasterTest {
    private static final int STEPS = 4;
    private static final int TODAY = 20_000;

    /** The mean of the last eight weeks. */
    private static DemandForecast recent(double[] history, int season, int horizon) {
        double[] mean = new double[horizon];
        Arrays.fill(
                mean,
                Arrays.stream(history, history.length - 8, history.length)
                        .average()
                        .orElse(0));
        return new DemandForecast("recent", mean, CountQuantiles.of(history, mean));
    }

    private static AggregateForecaster forecaster() {
        return new AggregateForecaster(AggregateForecasterTest::recent, TODAY, STEPS, 1000);
    }

    private static GroupSums random(Random random, int asOfDay) {
        GroupSums sums = new GroupSums(asOfDay, STEPS);
        for (int series = random.nextInt(15); series > 0; series--) {
            CellSums cell = sums.cell("C" + random.nextInt(4), "R" + random.nextInt(3));
            double[] days = new double[1 + random.nextInt(700)];
            double level = 3 * random.nextDouble();
            Arrays.setAll(
                    days, day -> random.nextInt(40) == 0 ? Double.NaN : Math.floor(level * 2 * random.nextDouble()));
            cell.sold(days);
            if (random.nextInt(10) == 0) {
                cell.behind(new float[] {3, 4, 5, 6}, 1 + random.nextInt(9));
                continue;
            }
            for (int step = 0; step < STEPS; step++) {
                cell.expected(step, 7 * level * 2 * random.nextDouble(), 3 * random.nextDouble());
            }
        }
        return sums;
    }

    @Test
    void allAddsUpWithinBoundsWhateverTheSeriesSay() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            AggregateForecaster all = forecaster();
            Map<Cell, double[]> corrected = new HashMap<>();
            Map<Cell, double[]> fixed = new HashMap<>();
            for (int group = 0; group < 6; group++) {
                GroupSums sums = random(random, random.nextInt(6) == 0 ? TODAY - 1 - random.nextInt(30) : TODAY);
                all.add(GroupSums.read(sums.write()));
                sums.cells().forEach((cell, one) -> {
                    CellSums seen = sums.asOfDay() == TODAY ? one : one.later(TODAY - sums.asOfDay());
                    CellSums.add(corrected.computeIfAbsent(cell, none -> new double[STEPS]), seen.mean);
                    CellSums.add(fixed.computeIfAbsent(cell, none -> new double[STEPS]), seen.behind);
                });
            }

            Aggregates told = Aggregates.read(all.forecast(5).write());

            Map<Node, double[]> sums = new HashMap<>();
            corrected.forEach((cell, units) -> {
                float[] factors = told.factors().get(cell);
                for (int step = 0; step < STEPS; step++) {
                    assertThat(factors[step]).isBetween((float) AggregateForecaster.LEAST_FACTOR, (float)
                            AggregateForecaster.MOST_FACTOR);
                    for (Node node : Node.of(cell)) {
                        sums.computeIfAbsent(node, none -> new double[STEPS])[step] +=
                                units[step] * factors[step] + fixed.get(cell)[step];
                    }
                }
            });
            assertThat(told.nodes().keySet()).isEqualTo(new java.util.TreeSet<>(sums.keySet()));
            told.nodes().forEach((node, aggregate) -> {
                for (int step = 0; step < STEPS; step++) {
                    assertThat((double) aggregate.mean()[step])
                            .isCloseTo(sums.get(node)[step], Offset.offset(1e-4 * (1 + sums.get(node)[step])));
                    for (int level = 1; level < aggregate.quantiles().length; level++) {
                        assertThat(aggregate.quantiles()[level][step])
                                .isGreaterThanOrEqualTo(aggregate.quantiles()[level - 1][step])
                                .isFinite();
                    }
                }
            });
        }
    }

    @Test
    void theOrderOfGroupsDoesNotMatter() {
        Random random = new Random(3);
        List<GroupSums> groups = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            groups.add(random(random, TODAY));
        }
        AggregateForecaster one = forecaster();
        groups.forEach(one::add);
        Collections.shuffle(groups, random);
        AggregateForecaster other = forecaster();
        groups.forEach(other::add);
        Map<Cell, float[]> factors = other.forecast(1).factors();
        one.forecast(1)
                .factors()
                .forEach((cell, expected) ->
                        assertThat(factors.get(cell)).containsExactly(expected, Offset.offset(1e-5f)));
    }

    /** Series that say half of what their sum has sold all along are raised; the surer the sum, the more. */
    @Test
    void aSumThatIsSureOfItselfCorrectsItsSeries() {
        assertThat(factor(0.05)).isBetween(1.55f, 1.75f);
        assertThat(factor(0.5)).isBetween(1.01f, 1.2f);
    }

    /** @param doubt share of its mean that the sum may be wrong by, four times in five */
    private static float factor(double doubt) {
        AggregateForecaster all = new AggregateForecaster(
                (history, season, horizon) -> {
                    double[] mean = recent(history, season, horizon).mean();
                    double[][] quantiles = new double[DemandForecast.levelCount()][horizon];
                    for (int level = 0; level < quantiles.length; level++) {
                        double share = DemandForecast.level(level) < 0.5 ? 1 - doubt : 1 + doubt;
                        Arrays.setAll(quantiles[level], step -> mean[step] * share);
                    }
                    return new DemandForecast("sure", mean, quantiles);
                },
                TODAY,
                STEPS,
                1000);
        GroupSums sums = new GroupSums(TODAY, STEPS);
        for (int series = 0; series < 20; series++) {
            CellSums cell = sums.cell("C", "R");
            double[] days = new double[350];
            Arrays.fill(days, 2);
            cell.sold(days);
            for (int step = 0; step < STEPS; step++) {
                cell.expected(step, 8, 5);
            }
        }
        all.add(sums);
        Aggregates told = all.forecast(1);
        assertThat(told.nodes().get(Node.TOTAL).series()).isEqualTo(20);
        return told.factors().get(new Cell("C", "R"))[0];
    }

    @Test
    void sumsThatDoNotKnowTheLastDaysMoveOn() {
        CellSums cell = new CellSums(STEPS);
        double[] days = new double[70];
        Arrays.fill(days, 1);
        cell.sold(days);
        for (int step = 0; step < STEPS; step++) {
            cell.expected(step, 14, 1);
        }
        CellSums later = cell.later(10);
        assertThat(later.mean).containsOnly(0);
        // A whole week of what was expected, and three days of the next in seven of what was known.
        assertThat(later.history[CellSums.HISTORY - 1]).isCloseTo(14, Offset.offset(1e-9));
        assertThat(later.history[CellSums.HISTORY - 2]).isCloseTo(7 * 4 / 7.0 + 14 * 3 / 7.0, Offset.offset(1e-9));
        assertThat(later.behind).containsOnly(14);
    }

    @Test
    void daysThatWereNotSeenCountAsTheOthersOfTheirWeek() {
        CellSums cell = new CellSums(STEPS);
        double nan = Double.NaN;
        cell.sold(new double[] {5, 1, 1, 1, 1, nan, nan, 1, nan, nan, nan, nan, nan, nan, nan});
        assertThat(Arrays.copyOfRange(cell.history, CellSums.HISTORY - 3, CellSums.HISTORY))
                .containsExactly(5, 7, 7);
    }

    @Test
    void categoriesWithoutEndAreRefused() {
        AggregateForecaster few = new AggregateForecaster(AggregateForecasterTest::recent, TODAY, STEPS, 2);
        GroupSums sums = new GroupSums(TODAY, STEPS);
        for (int cell = 0; cell < 3; cell++) {
            sums.cell("C" + cell, "R");
        }
        assertThatThrownBy(() -> few.add(sums)).isInstanceOf(IllegalArgumentException.class);
    }
}
