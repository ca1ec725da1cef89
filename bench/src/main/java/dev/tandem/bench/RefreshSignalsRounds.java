package dev.tandem.bench;

import dev.tandem.bench.signals.BrandSales;
import dev.tandem.bench.signals.RelativeErrors;
import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.signal.CategoryPools;
import dev.tandem.forecast.signal.SignalCombination;
import dev.tandem.forecast.signal.SignalPool;
import dev.tandem.forecast.signal.SignalSeries;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The same rounds as a refresh forecasts them: with signals as far as they help beside the history of the series, effects drawn to the brand
 * and the category; beside effects that each series learns alone. And as if each series were a new brand of eight weeks.
 */
final class RefreshSignalsRounds {
    private static final int LEAD = 1;
    private static final int YOUNG = 8;
    private static final String CATEGORY = "orange juice";
    private static final Forecaster HISTORY = new OwnHistory();
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is forecast in a way of its own: errors and times. */
    private static final class Method {
        private final RelativeErrors errors = new RelativeErrors();
        private final Latencies latencies = new Latencies();
    }

    private interface Forecast {
        DemandForecast make();
    }

    private final Map<String, Method> methods = new TreeMap<>();
    private final BrandSales sales;
    private final int horizon;
    private final int firstJudged;
    private double learning;

    RefreshSignalsRounds(BrandSales sales, int horizon, int firstJudged) {
        this.sales = sales;
        this.horizon = horizon;
        this.firstJudged = firstJudged;
    }

    void round(int week) {
        List<SignalSeries> known = sales.knownAfter(week, week + horizon);
        long start = THREADS.getCurrentThreadCpuTime();
        CategoryPools.Learner learner = new CategoryPools.Learner(LEAD, horizon, HISTORY);
        for (int i = 0; i < known.size(); i++) {
            learner.add(CATEGORY, brand(i), known.get(i));
        }
        SignalPool category = learner.learn().of(CATEGORY);
        Map<String, List<SignalSeries>> byBrand = java.util.stream.IntStream.range(0, known.size())
                .boxed()
                .collect(Collectors.groupingBy(this::brand, Collectors.mapping(known::get, Collectors.toList())));
        Map<String, SignalPool> brands = new TreeMap<>();
        byBrand.forEach((brand, all) -> brands.put(brand, category.drawnBy(all)));
        learning += (THREADS.getCurrentThreadCpuTime() - start) / 1e9;
        for (int i = 0; i < known.size(); i++) {
            SignalSeries series = known.get(i);
            SignalPool brand = Objects.requireNonNull(brands.get(brand(i)));
            int line = i;
            if (!isSold(series)) {
                continue;
            }
            judge("tandem-refresh", week, line, () -> combined(series, brand));
            judge("own-effects", week, line, () -> combined(series, SignalPool.of(series, LEAD)));
            SignalSeries young = series.last(YOUNG);
            if (isSold(young)) {
                DemandForecast alone = HISTORY.forecast(young.demand(), young.seasonLength(), horizon)
                        .atLeastZero();
                judge(
                        "tandem-refresh-8-weeks",
                        week,
                        line,
                        () -> SignalCombination.untried(young, category.drawnBy(List.of(young)), alone)
                                .signals()
                                .forecast());
                judge("own-history-8-weeks", week, line, () -> alone);
            }
        }
    }

    private DemandForecast combined(SignalSeries series, SignalPool pool) {
        return SignalCombination.of(series, horizon, pool, HISTORY).signals().forecast();
    }

    private void judge(String name, int week, int line, Forecast forecast) {
        Method method = methods.computeIfAbsent(name, first -> new Method());
        long before = THREADS.getCurrentThreadCpuTime();
        DemandForecast made = forecast.make();
        method.latencies.add(THREADS.getCurrentThreadCpuTime() - before);
        for (int ahead = firstJudged; ahead <= horizon; ahead++) {
            double actual = sales.lines().get(line).units()[week - sales.firstWeek() + ahead];
            if (!Double.isNaN(actual)) {
                int step = ahead - 1;
                double[] bounds = {
                    made.quantile(0.025, step),
                    made.quantile(0.1, step),
                    made.quantile(0.9, step),
                    made.quantile(0.975, step)
                };
                method.errors.add(actual, made.quantile(0.5, step), bounds);
            }
        }
    }

    private String brand(int line) {
        return "brand " + sales.lines().get(line).brand();
    }

    private static boolean isSold(SignalSeries series) {
        return !Arrays.stream(series.demand()).allMatch(Double::isNaN);
    }

    void print(String data, String protocol, int rounds, String command) {
        methods.forEach((name, method) -> new BenchLine("forecast-signals", name, data, protocol, method.errors.cases())
                .metrics(method.errors.metrics(true, false))
                .latencies(method.latencies)
                .seconds("pools of a round", learning / rounds)
                .print(command));
    }
}
