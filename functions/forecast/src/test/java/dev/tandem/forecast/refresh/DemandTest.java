package dev.tandem.forecast.refresh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackBuilder;
import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.retail.DemandForecaster;
import dev.tandem.forecast.retail.DemandPool;
import dev.tandem.forecast.retail.DemandPoolLearner;
import dev.tandem.forecast.retail.DemandSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Demand on days on which nothing could be sold is not known, which is not that there was none. */
class DemandTest {
    private static final int LAST = 20_000;
    private static final double[] OF_THE_WEEK = {4, 5, 5, 6, 9, 14, 0};

    private static Track sales(int days, double level) {
        TrackBuilder track = new TrackBuilder(days);
        for (int day = LAST - days + 1; day <= LAST; day++) {
            track.add(day, day, level * OF_THE_WEEK[Math.floorMod(day, 7)], Double.NaN, 1);
        }
        return track.build();
    }

    private static Demand demand(Track sales, BitSet withheld) {
        return Demand.of(sales, LAST, SeriesHistory.MOST_DAYS, withheld);
    }

    private static BitSet some(Random random, int days, double share) {
        BitSet some = new BitSet();
        for (int day = LAST - days + 1; day <= LAST; day++) {
            some.set(day, random.nextDouble() < share);
        }
        return some;
    }

    /** The same sales, but nothing on some days. */
    private static Track without(Track sales, BitSet days) {
        TrackBuilder track = new TrackBuilder(sales.size());
        for (int row = 0; row < sales.size(); row++) {
            track.add(sales.id(row), sales.day(row), days.get(sales.day(row)) ? 0 : sales.value(row), Double.NaN, 1);
        }
        return track.build();
    }

    @Test
    void withoutAbsencesTheDemandIsWhatWasSold() {
        Demand demand = demand(sales(100, 1), new BitSet());
        assertThat(demand.weeks()).hasSize(14).containsOnly(43);
        assertThat(demand.weeksSold()).isEqualTo(demand.weeks());
    }

    @Test
    void aWeekThatIsKnownInPartIsWhatItWouldHaveBeenAndOneThatIsHardlyKnownIsUnknown() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int days = 200 + random.nextInt(300);
            double level = 1 + random.nextInt(20);
            BitSet out = some(random, days, 0.3 * random.nextDouble());
            // The first day of a history is its first sale.
            out.clear(LAST - days + 1, LAST - days + 8);
            Demand demand = demand(without(sales(days, level), out), out);
            double[] shares = demand.shares();
            assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
            double[] weeks = demand.weeks();
            for (int week = 0; week < weeks.length; week++) {
                double share = 0;
                for (int day = 0; day < 7; day++) {
                    int at = LAST - (weeks.length - week) * 7 + 1 + day;
                    share += out.get(at) ? 0 : shares[day];
                }
                if (share < 3.0 / 7 - 1e-6) {
                    assertThat(weeks[week]).isNaN();
                } else if (share > 3.0 / 7 + 1e-6) {
                    assertThat(weeks[week]).isCloseTo(43 * level, within(43 * level * 0.15));
                }
            }
        }
    }

    @Test
    void aDayOnWhichAStockRanOutCountsWhereItSoldNoLessThanUsual() {
        Track sales = sales(100, 1);
        BitSet out = new BitSet();
        out.set(LAST - 1, LAST + 1);
        Demand usual = demand(sales, out);
        assertThat(usual.days()).doesNotContain(Double.NaN);
        TrackBuilder less = new TrackBuilder(100);
        for (int row = 0; row < sales.size(); row++) {
            boolean half = out.get(sales.day(row));
            less.add(sales.id(row), sales.day(row), sales.value(row) / (half ? 2 : 1), Double.NaN, 1);
        }
        Demand part = demand(less.build(), out);
        assertThat(Arrays.stream(part.days()).filter(Double::isNaN).count()).isEqualTo(2);
        assertThat(part.sold()[part.sold().length - 2])
                .as("what was sold is told all the same")
                .isPositive();
    }

    @Test
    void aDayOfTheWeekThatIsAlwaysClosedHasNoShare() {
        BitSet closed = new BitSet();
        for (int day = LAST - 199; day <= LAST; day++) {
            closed.set(day, Math.floorMod(day, 7) == 6);
        }
        Demand demand = demand(sales(200, 1), closed);
        assertThat(Arrays.stream(demand.weeks())).allMatch(week -> Math.abs(week - 43) < 1e-9);
        assertThat(Arrays.stream(demand.shares()).filter(share -> share == 0).count())
                .isEqualTo(1);
    }

    @Test
    void allLocationsTogetherCountWhatIsUnknownOfOneAsUsual() {
        BitSet out = new BitSet();
        out.set(LAST - 6, LAST + 1);
        Demand one = demand(without(sales(100, 1), out), out);
        double[] weeks = demand(sales(150, 1), new BitSet()).plus(one).weeks();
        assertThat(weeks[weeks.length - 1]).isCloseTo(86, within(1e-6));
    }

    @Test
    void everyModelMakesAForecastOfDemandThatIsUnknownNowAndThen() {
        List<DemandSeries> shop = new ArrayList<>();
        List<Demand> histories = new ArrayList<>();
        for (int seed = 0; seed < 160; seed++) {
            Random random = new Random(seed);
            int days = 8 + random.nextInt(500);
            BitSet out = some(random, days, random.nextDouble());
            Demand demand = demand(without(sales(days, random.nextInt(4)), out), out);
            histories.add(demand);
            double[] weeks = demand.weeks();
            shop.add(new DemandSeries("s" + seed, "n", List.of(), 3000 - weeks.length, weeks));
        }
        DemandPool pool = DemandPoolLearner.learn(shop, 52);
        for (int i = 0; i < shop.size(); i++) {
            for (DemandPool one : List.of(pool, DemandPool.empty(52))) {
                positive(new DemandForecaster(one)
                        .forecast(shop.get(i), 13, null)
                        .forecast());
            }
            if (histories.get(i).isKnown()) {
                positive(new OwnHistory()
                        .forecast(histories.get(i).last(182), 7, 28)
                        .atLeastZero());
            }
        }
    }

    private static void positive(DemandForecast forecast) {
        assertThat(Arrays.stream(forecast.mean())).allMatch(value -> value >= 0 && Double.isFinite(value));
        assertThat(Arrays.stream(forecast.quantiles()[0])).allMatch(value -> value >= 0);
    }
}
