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
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AggregateForecasterTest {
    private static final int STEPS = 4;
    private static final int TODAY = 20_000;
    private static final Cell CELL = new Cell("C", "R");

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

            Aggregates made = all.forecast(5, record(random));
            Aggregates told = Aggregates.read(made.write());

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
            assertThat(told.record().past()).hasSameSizeAs(made.record().past()).hasSize(7);
            assertThat(told.record().past().getFirst().nodes().keySet())
                    .isEqualTo(made.record().past().getFirst().nodes().keySet());
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
        TrackRecord record = record(random);
        Map<Cell, float[]> factors = other.forecast(1, record).factors();
        one.forecast(1, record)
                .factors()
                .forEach((cell, expected) ->
                        assertThat(factors.get(cell)).containsExactly(expected, Offset.offset(1e-5f)));
    }

    /** Forecasts of all sums, better or worse than those of their series by chance. */
    private static TrackRecord record(Random random) {
        TrackRecord record = TrackRecord.NONE;
        for (int back = 7 * 28; back > 0; back -= 28) {
            SortedMap<Node, TrackRecord.Expected> nodes = new TreeMap<>();
            for (int region = 0; region < 3; region++) {
                for (int category = 0; category < 4; category++) {
                    for (Node node : Node.of(new Cell("C" + category, "R" + region))) {
                        nodes.put(node, TrackRecord.expected(units(random), units(random)));
                    }
                }
            }
            record = record.with(TODAY - back, nodes);
        }
        return record;
    }

    private static double[] units(Random random) {
        double level = 100 * random.nextDouble();
        return new double[] {level, level, level, level};
    }

    /** Series that say half of what their sum has sold all along, 280 a week, are raised if the sum has said it before, and by its merit. */
    @Test
    void aSumThatWasRightBeforeCorrectsItsSeries() {
        float once = factor(280, 140, 1);
        float often = factor(280, 140, 6);
        assertThat(once).isBetween(1.1f, 1.5f);
        assertThat(often).isBetween(1.5f, 1.9f).isGreaterThan(once);
        assertThat(factor(145, 140, 6)).isLessThan(often).isGreaterThan(1);
    }

    /** A mean of two that are as good is better than either, but not with one that lost by more than a ninth. */
    @Test
    void aSumThatWasWorseThanItsSeriesIsNotHeard() {
        assertThat(factor(180, 180, 6)).isBetween(1.1f, 1.5f);
        assertThat(factor(165, 180, 6)).isEqualTo(1);
        assertThat(factor(140, 280, 6)).isEqualTo(1);
        assertThat(factor(280, 140, 0)).isEqualTo(1);
    }

    /** Two weeks after the last forecast was kept, the weeks it told of are not over. */
    @Test
    void whatIsNotOverIsNotJudged() {
        TrackRecord record = told(280, 140, TODAY - 14, TrackRecord.NONE);
        assertThat(all().forecast(1, record).factors().get(CELL)).containsOnly(1);
        assertThat(all().forecast(1, record).record()).isEqualTo(record);
        TrackRecord later =
                all().forecast(1, told(280, 140, TODAY - 28, TrackRecord.NONE)).record();
        assertThat(later.past()).extracting(TrackRecord.Past::asOfDay).containsExactly(TODAY - 28, TODAY);
    }

    /** @return the factor of the next week when a forecast was kept that many times, every four weeks */
    private static float factor(double own, double ofSeries, int times) {
        TrackRecord record = TrackRecord.NONE;
        for (int back = times; back >= 1; back--) {
            record = told(own, ofSeries, TODAY - 28 * back, record);
        }
        Aggregates told = all().forecast(1, record);
        assertThat(told.nodes().get(Node.TOTAL).series()).isEqualTo(20);
        return told.factors().get(CELL)[0];
    }

    private static TrackRecord told(double own, double ofSeries, int asOfDay, TrackRecord before) {
        double[] ownWeeks = new double[STEPS];
        double[] seriesWeeks = new double[STEPS];
        Arrays.fill(ownWeeks, own);
        Arrays.fill(seriesWeeks, ofSeries);
        SortedMap<Node, TrackRecord.Expected> nodes = new TreeMap<>();
        nodes.put(Node.TOTAL, TrackRecord.expected(ownWeeks, seriesWeeks));
        return before.with(asOfDay, nodes);
    }

    /** Twenty series that sell 14 a week and expect seven. */
    private static AggregateForecaster all() {
        AggregateForecaster all = forecaster();
        GroupSums sums = new GroupSums(TODAY, STEPS);
        for (int series = 0; series < 20; series++) {
            CellSums cell = sums.cell(CELL.category(), CELL.region());
            double[] days = new double[350];
            Arrays.fill(days, 2);
            cell.sold(days);
            for (int step = 0; step < STEPS; step++) {
                cell.expected(step, 7, 5);
            }
        }
        all.add(sums);
        return all;
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
