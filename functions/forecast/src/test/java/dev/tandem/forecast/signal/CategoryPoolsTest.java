package dev.tandem.forecast.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.commons.Json;
import dev.tandem.forecast.intermittent.OwnHistory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a category has learnt of prices and signals, and what its SKUs and series make of it. */
class CategoryPoolsTest {
    private static final String TEA = "tea";

    private static CategoryPools.Learner learner() {
        return new CategoryPools.Learner(Worlds.HORIZON, Worlds.HORIZON, new OwnHistory());
    }

    /** SKUs of one series each, all with the elasticity of {@link Worlds#priced}. */
    private static CategoryPools alike(int skus, double buzz, int seed) {
        CategoryPools.Learner learner = learner();
        List<SignalSeries> world = Worlds.priced(skus, buzz, new Random(seed));
        for (int sku = 0; sku < skus; sku++) {
            learner.add(TEA, "sku " + sku, world.get(sku));
        }
        return learner.learn();
    }

    private static double elasticity(SignalSeries series, SignalPool pool) {
        return SignalModel.fit(series, Worlds.HORIZON, pool).forecast().elasticity();
    }

    /** Demand that prices move as told, with the signals of another series. */
    private static SignalSeries elastic(SignalSeries like, double elasticity, Random random) {
        double[] price = like.signal("price").orElseThrow().values();
        double[] promotion = like.signal("deal").orElseThrow().values();
        double[] demand = new double[like.length()];
        Arrays.setAll(
                demand,
                t -> 200
                        * Math.exp(elasticity * Math.log(price[t] / price[0])
                                + 0.8 * promotion[t]
                                + 0.2 * random.nextGaussian()));
        return new SignalSeries(demand, like.firstPeriod(), like.seasonLength(), like.signals());
    }

    /** The last weeks of a series in which its price never changed and nothing was promoted. */
    private static SignalSeries steady(SignalSeries series, int weeks) {
        Random random = new Random(7);
        double[] demand = new double[weeks];
        Arrays.setAll(demand, t -> 100 * Math.exp(0.2 * random.nextGaussian()));
        double[] price = new double[weeks + Worlds.HORIZON];
        Arrays.fill(price, 3.5);
        return new SignalSeries(
                demand,
                series.firstPeriod() + series.length() - weeks,
                series.seasonLength(),
                List.of(
                        new Signal("price", Signal.Kind.PRICE, Signal.Knowledge.KNOWN_AHEAD, price),
                        new Signal(
                                "deal",
                                Signal.Kind.PROMOTION,
                                Signal.Knowledge.KNOWN_AHEAD,
                                new double[weeks + Worlds.HORIZON])));
    }

    @Test
    void aSeriesOfEightWeeksHasTheElasticityOfItsCategory() {
        CategoryPools pools = alike(12, 0, 1);
        SignalSeries young = steady(Worlds.priced(1, 0, new Random(2)).getFirst(), 8);
        assertThat(pools.knows(young)).isTrue();
        assertThat(elasticity(young, SignalPool.of(young, Worlds.HORIZON)))
                .as("what it knows itself")
                .isZero();
        SignalPool pool = pools.of(TEA).drawnBy(List.of(young));
        assertThat(elasticity(young, pool)).isCloseTo(-2, within(0.4));
        SignalModel model = SignalModel.fit(young, Worlds.HORIZON, pool);
        double[] cheaper = {2.8, 2.8, 2.8, 2.8};
        assertThat(model.whatIf(Map.of("price", cheaper)).forecast().mean()[1]
                        / model.forecast().forecast().mean()[1])
                .as("a fifth off")
                .isBetween(1.3, 1.9);
    }

    @Test
    void aCategoryThatNobodyKnowsTakesWhatTheShopHasLearnt() {
        CategoryPools pools = alike(12, 0, 3);
        SignalSeries young = steady(Worlds.priced(1, 0, new Random(4)).getFirst(), 8);
        SignalPool pool = pools.of("coffee").drawnBy(List.of(young));
        assertThat(elasticity(young, pool)).isCloseTo(-2, within(0.4));
    }

    @Test
    void muchContraryEvidenceIsKept() {
        Random random = new Random(5);
        List<SignalSeries> world = Worlds.priced(40, 0, random);
        CategoryPools.Learner learner = learner();
        for (int i = 0; i < 30; i++) {
            // Ten SKUs at three locations each, from -1 to -3.
            learner.add(TEA, "sku " + i / 3, elastic(world.get(i), -1 - (i / 3) * 2.0 / 9, random));
        }
        List<SignalSeries> contrary = new ArrayList<>();
        for (int i = 30; i < 36; i++) {
            contrary.add(elastic(world.get(i), -0.2, random));
            learner.add(TEA, "contrary", contrary.getLast());
        }
        SignalPool category = learner.learn().of(TEA);
        SignalPool own = category.drawnBy(contrary);
        assertThat(elasticity(contrary.getFirst(), category)).isLessThan(-0.9);
        assertThat(elasticity(contrary.getFirst(), own)).isCloseTo(-0.2, within(0.3));
        List<SignalSeries> little =
                contrary.stream().map(one -> one.last(8)).limit(1).toList();
        assertThat(elasticity(little.getFirst(), category.drawnBy(little)))
                .as("with eight weeks of evidence the category still says most")
                .isLessThan(-1);
    }

    @Test
    void aSignalThatDoesNotHelpMovesNothing() {
        CategoryPools pools = alike(12, 0, 6);
        SignalSeries series = Worlds.priced(1, 0, new Random(8)).getFirst();
        SignalPool pool = pools.of(TEA).drawnBy(List.of(series));
        assertThat(pool.signals()).contains("price").doesNotContain("buzz");
        SignalModel model = SignalModel.fit(series, Worlds.HORIZON, pool);
        double[] loud = {3, 3, 3, 3};
        assertThat(model.whatIf(Map.of("buzz", loud)).forecast().mean())
                .isEqualTo(model.forecast().forecast().mean());
    }

    @Test
    void aSignalThatHelpsTheCategoryMovesASeriesTooShortToTell() {
        CategoryPools pools = alike(12, 0.3, 9);
        SignalSeries young = Worlds.priced(1, 0.3, new Random(10)).getFirst().last(8);
        SignalPool pool = pools.of(TEA).drawnBy(List.of(young));
        assertThat(pool.signals()).contains("buzz");
    }

    @Test
    void whatWasKnownEarlierDoesNotDependOnWhatCameLater() {
        CategoryPools pools = alike(12, 0, 11);
        SignalPool category = pools.of(TEA);
        SignalSeries series = Worlds.priced(1, 0, new Random(12)).getFirst();
        double[] demand = series.demand().clone();
        for (int t = (int) (category.earlierUntil() - series.firstPeriod()); t < demand.length; t++) {
            demand[t] *= t % 3 + 0.5;
        }
        SignalSeries other = new SignalSeries(demand, series.firstPeriod(), series.seasonLength(), series.signals());
        assertThat(category.drawnBy(List.of(other)).earlier())
                .isEqualTo(category.drawnBy(List.of(series)).earlier());
        assertThat(category.drawnBy(List.of(other)).coefficients())
                .isNotEqualTo(category.drawnBy(List.of(series)).coefficients());
    }

    @Test
    void aCategoryInWhichSignalsGainGivesThemWeightInASeriesTooShortToTry() {
        SignalSeries young = steady(Worlds.priced(1, 0, new Random(13)).getFirst(), 8);
        SignalPool pool = alike(12, 0, 14).of(TEA).drawnBy(List.of(young));
        assertThat(pool.gain()).isLessThan(0.8);
        assertThat(SignalCombination.untried(young, pool, new OwnHistory().forecast(young.demand(), 52, 4))
                        .weight())
                .isGreaterThan(0.5);
    }

    @Test
    void seriesWithSignalsThatWereNeverLearntAreLeftToThemselves() {
        CategoryPools pools = alike(4, 0, 15);
        SignalSeries series = steady(Worlds.priced(1, 0, new Random(16)).getFirst(), 30);
        List<Signal> more = new ArrayList<>(series.signals());
        more.add(new Signal("footfall", Signal.Kind.OTHER, Signal.Knowledge.OBSERVED, new double[30]));
        assertThat(pools.knows(new SignalSeries(series.demand(), series.firstPeriod(), 52, more)))
                .isFalse();
        assertThat(pools.knows(new SignalSeries(series.demand(), series.firstPeriod(), 52, List.of())))
                .isFalse();
        assertThat(CategoryPools.NONE.knows(series)).isFalse();
    }

    @Test
    void poolsReadBackAsTheyWereWritten() {
        CategoryPools pools = alike(4, 0.3, 17);
        byte[] written = Json.writeBytes(pools);
        assertThat(Json.writeBytes(Json.read(written, CategoryPools.class))).isEqualTo(written);
    }
}
