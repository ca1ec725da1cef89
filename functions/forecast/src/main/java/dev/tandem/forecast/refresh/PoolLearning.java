package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.retail.DemandPool;
import dev.tandem.forecast.retail.DemandPoolLearner;
import dev.tandem.forecast.retail.DemandSeries;
import dev.tandem.forecast.signal.CategoryPools;
import dev.tandem.forecast.signal.Launch;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Learns from a bounded sample of a shop's series what they teach each other, once a run that is to. */
public final class PoolLearning {
    private static final int DAYS_UNSURE = 28;
    private static final int MOST_ANALOGUES = 40;

    private final RunBook book;
    private final DataFiles files;
    private final Versions versions;
    private final Clock clock;

    public PoolLearning(RunBook book, DataFiles files, Clock clock) {
        this.book = book;
        this.files = files;
        this.versions = new Versions(book, files);
        this.clock = clock;
    }

    /**
     * Reads groups in their order, which is as good as chance, until there are series enough. Done again it gives the same file.
     *
     * @return how many series it has learnt from; zero where it was done before or the run is not to
     * @throws RefreshWorker.LeaseLostException when the run may not go on
     */
    public int learn(String planName) {
        Optional<RefreshPlan> planned = files.read(Keys.plan(planName)).map(RefreshPlan::read);
        if (planned.isEmpty()
                || !planned.get().learns()
                || files.read(Keys.learnt(planName)).isPresent()) {
            return 0;
        }
        RefreshPlan plan = planned.get();
        if (!book.renew(planName, clock.instant())) {
            throw new RefreshWorker.LeaseLostException(planName);
        }
        Manifest base = versions.base(plan.base());
        MergedGroups groups = new MergedGroups(files, plan, base);
        GroupHistory shared = groups.shared();
        List<DemandSeries> all = new ArrayList<>();
        Map<String, String> regions = new TreeMap<>();
        List<Started> started = new ArrayList<>();
        CategoryPools.Learner signals =
                new CategoryPools.Learner(SignalOutlook.LEAD, SeriesForecaster.WEEKS, SignalOutlook.OWN_HISTORY);
        for (int group = 0; group < base.groups() && all.size() < DemandPoolLearner.MOST_SERIES; group++) {
            GroupHistory history = groups.of(group).history();
            for (TrackKey key : history.tracks().keySet()) {
                if (key.name().equals(TrackKey.SALES)) {
                    SeriesHistory series =
                            SeriesHistory.of(history, shared, new SeriesKey(key.sku(), key.location()), plan.asOfDay());
                    double[] weeks = series.demand().weeks();
                    if (weeks.length > 0) {
                        all.add(ShopPool.weekly(series, weeks, Map.of()));
                        started.add(new Started(
                                series.category(),
                                series.key(),
                                series.demand().firstDay(),
                                Launches.launch(series, series.demand().firstDay(), weeks)));
                        if (!series.facts().isEmpty()) {
                            signals.add(series.category(), key.sku(), WeeklySignals.of(series, 0));
                        }
                        if (!series.region().equals(key.location())) {
                            regions.put(key.location(), series.region());
                        }
                    }
                }
            }
        }
        DemandPool demand = DemandPoolLearner.learn(all, ShopPool.WEEKS_OF_A_YEAR);
        int series = Math.max(all.size(), base.seriesTotal());
        files.write(
                Keys.pool(planName),
                "application/json",
                new ShopPool(plan.asOfDay(), series, demand, regions, analogues(started), signals.learn()).write());
        // Last, as it is what makes the pool the run's.
        files.write(
                Keys.learnt(planName),
                "application/json",
                Json.writeBytes(new ShopPool.Learnt(plan.asOfDay(), series)));
        return all.size();
    }

    /** A product's start at a location. */
    private record Started(String category, SeriesKey key, int day, Launch launch) {}

    /** What was there from the beginning of the histories was not launched then. */
    private static Map<String, List<Launch>> analogues(List<Started> all) {
        int first = all.stream().mapToInt(Started::day).min().orElse(0);
        Map<String, List<Launch>> analogues = new TreeMap<>();
        all.stream()
                .filter(started -> started.day() >= first + DAYS_UNSURE && Launches.teaches(started.launch()))
                .sorted(Comparator.comparingInt(Started::day).reversed().thenComparing(Started::key))
                .forEach(started -> {
                    List<Launch> of = analogues.computeIfAbsent(started.category(), none -> new ArrayList<>());
                    if (of.size() < MOST_ANALOGUES) {
                        of.add(started.launch());
                    }
                });
        return analogues;
    }
}
