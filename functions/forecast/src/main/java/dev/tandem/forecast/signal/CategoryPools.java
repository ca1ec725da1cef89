package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.Forecaster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the signals of a shop do to demand, by category. The shop as a whole learns from its categories, a category is drawn to the shop, a SKU
 * to its category ({@link SignalPool#drawnBy}), a series to its SKU: each as much as its own history leaves open.
 *
 * @param shop what all categories have in common; without features where nothing was learnt
 * @param categories by name; series without a category are one of their own with an empty name
 */
public record CategoryPools(SignalPool shop, Map<String, SignalPool> categories) {
    /** Before anything was learnt. */
    public static final CategoryPools NONE =
            new CategoryPools(SignalPool.empty(new SignalLayout(List.of(), 1, 1, 1)), Map.of());

    /** Errors of fewer series than this say less about a category than those of the whole shop. */
    private static final int LEAST_SERIES = 10;

    public CategoryPools {
        categories = Map.copyOf(categories);
    }

    /** What a SKU of a category is drawn to; the shop where the category is not known. */
    public SignalPool of(String category) {
        return categories.getOrDefault(category, shop);
    }

    /** Whether a series has signals, and all that it has are among those that were learnt. */
    public boolean knows(SignalSeries series) {
        return !series.signals().isEmpty()
                && shop.layout()
                        .columns()
                        .containsAll(SignalLayout.of(series, 1).columns());
    }

    /** Takes in a bounded number of series and learns from them. Not safe for use by several threads. */
    public static final class Learner {
        private static final int MOST_SERIES = 5_000;
        private static final int MOST_SKUS = 2_000;
        private static final int MOST_SKUS_OF_A_CATEGORY = 200;
        /** Columns that only few series have are left to these. */
        private static final int MOST_COLUMNS = 8;

        /** Series of a category whose forecasts are tried with and without signals. */
        private static final int MOST_TRIED = 100;

        private final int lead;
        private final int horizon;
        private final Forecaster univariate;
        private final Map<String, Map<String, List<SignalSeries>>> all = new TreeMap<>();
        private int series;
        private int skus;

        /**
         * @param lead periods ahead for which effects of observed signals are learnt
         * @param horizon periods ahead for which forecasts with signals are tried
         * @param univariate the method for the history alone that they are tried against
         */
        public Learner(int lead, int horizon, Forecaster univariate) {
            this.lead = lead;
            this.horizon = horizon;
            this.univariate = univariate;
        }

        /** Takes a series in unless there are enough; the first ones should be as good as chance. */
        public void add(String category, String sku, SignalSeries one) {
            Map<String, List<SignalSeries>> of = all.computeIfAbsent(category, none -> new TreeMap<>());
            boolean isNew = !of.containsKey(sku);
            if (one.signals().isEmpty()
                    || series == MOST_SERIES
                    || isNew && (skus == MOST_SKUS || of.size() == MOST_SKUS_OF_A_CATEGORY)) {
                return;
            }
            of.computeIfAbsent(sku, none -> new ArrayList<>()).add(one);
            series++;
            skus += isNew ? 1 : 0;
        }

        public CategoryPools learn() {
            all.values().removeIf(Map::isEmpty);
            if (all.isEmpty()) {
                return NONE;
            }
            SignalLayout layout = layout();
            Map<String, PoolStatistics> byCategory = new TreeMap<>();
            all.forEach((category, of) -> byCategory.put(category, statistics(layout, of.values())));
            SignalPool shop = SignalPool.ofCategory(byCategory, null);
            Map<String, SignalPool> pools = new TreeMap<>();
            Map<String, Evidence> evidence = new TreeMap<>();
            Evidence together = new Evidence();
            all.forEach((category, of) -> {
                Map<String, PoolStatistics> bySku = new TreeMap<>();
                of.forEach((sku, some) -> bySku.put(sku, statistics(layout, List.of(some))));
                SignalPool pool = SignalPool.ofCategory(bySku, all.size() == 1 ? null : shop);
                Evidence own = evidence(pool, of.values());
                pools.put(category, pool);
                evidence.put(category, own);
                together.add(own);
            });
            pools.replaceAll((category, pool) -> {
                Evidence own = Objects.requireNonNull(evidence.get(category));
                return (own.errors.series() < LEAST_SERIES ? together : own).of(pool);
            });
            return new CategoryPools(together.of(shop), pools);
        }

        private Evidence evidence(SignalPool pool, Collection<List<SignalSeries>> skus) {
            Evidence evidence = new Evidence();
            for (List<SignalSeries> some : skus) {
                SignalPool drawn = pool.drawnBy(some);
                some.forEach(one -> evidence.errors.add(one, drawn));
            }
            SignalPool sure = pool.with(evidence.errors);
            int tried = 0;
            for (List<SignalSeries> some : skus) {
                if (tried < MOST_TRIED) {
                    SignalPool drawn = sure.drawnBy(some);
                    for (SignalSeries one : some) {
                        evidence.trial = evidence.trial.plus(SignalTrial.of(one, horizon, drawn, univariate));
                        tried++;
                    }
                }
            }
            return evidence;
        }

        private static PoolStatistics statistics(
                SignalLayout layout, Iterable<? extends Iterable<SignalSeries>> parts) {
            PoolStatistics statistics = new PoolStatistics(layout);
            parts.forEach(part -> part.forEach(statistics::add));
            return statistics;
        }

        /** The signals that most series have, in the order of their kinds and names. */
        private SignalLayout layout() {
            Map<SignalLayout.Column, Integer> counts = new HashMap<>();
            SignalLayout any = null;
            for (Map<String, List<SignalSeries>> of : all.values()) {
                for (List<SignalSeries> some : of.values()) {
                    for (SignalSeries one : some) {
                        any = SignalLayout.of(one, lead);
                        any.columns().forEach(column -> counts.merge(column, 1, Integer::sum));
                    }
                }
            }
            SignalLayout shape = Objects.requireNonNull(any);
            Comparator<SignalLayout.Column> order =
                    Comparator.comparing(SignalLayout.Column::kind).thenComparing(SignalLayout.Column::name);
            return new SignalLayout(
                    counts.entrySet().stream()
                            .sorted(Map.Entry.<SignalLayout.Column, Integer>comparingByValue()
                                    .reversed()
                                    .thenComparing(Map.Entry::getKey, order))
                            .limit(MOST_COLUMNS)
                            .map(Map.Entry::getKey)
                            .sorted(order)
                            .collect(Collectors.toList()),
                    shape.seasonLength(),
                    shape.lead(),
                    shape.blockLength());
        }
    }

    /** How forecasts with signals did on what came after they had been learnt. */
    private static final class Evidence {
        private final ErrorSums errors = new ErrorSums();
        private SignalTrial trial = SignalTrial.NONE;

        void add(Evidence other) {
            errors.add(other.errors);
            trial = trial.plus(other.trial);
        }

        SignalPool of(SignalPool pool) {
            return pool.with(errors).with(trial);
        }
    }
}
