package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.HistoryFile;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refreshes groups of a plan, one after the other; each is done for good when it is in the book. */
public final class RefreshWorker {
    private static final String BINARY = "application/octet-stream";

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final RunBook book;
    private final DataFiles files;
    private final Versions versions;
    private final Clock clock;
    private String poolOf = "";
    private ShopPool pool = ShopPool.NONE;

    public RefreshWorker(RunBook book, DataFiles files, Clock clock) {
        this.book = book;
        this.files = files;
        this.versions = new Versions(book, files);
        this.clock = clock;
    }

    /** Somebody else has taken the run over, or it has ended. */
    public static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        LeaseLostException(String plan) {
            super("The run " + plan + " is no longer the one that may work");
        }
    }

    /**
     * @return how many of the groups it has refreshed; the others were done before
     * @throws LeaseLostException when the run may not go on
     */
    public int refresh(String planName, List<Integer> groups) {
        if (groups.isEmpty()) {
            return 0;
        }
        RefreshPlan plan = RefreshPlan.of(files, planName);
        Manifest base = versions.base(plan.base());
        Set<Integer> done = new HashSet<>();
        book.outcomes(planName).forEach(outcome -> done.add(outcome.group()));
        MergedGroups histories = new MergedGroups(files, plan, base);
        GroupRefresh.Shared shared = new GroupRefresh.Shared(histories.shared(), Set.copyOf(plan.sharedChanged()));
        GroupRefresh refresh = new GroupRefresh(new SeriesForecaster(pool(plan.poolUsed(files))));
        int refreshed = 0;
        for (int group : groups) {
            if (done.contains(group)) {
                continue;
            }
            if (!book.renew(planName, clock.instant())) {
                throw new LeaseLostException(planName);
            }
            book.done(planName, refresh(plan, base, group, histories, shared, refresh));
            refreshed++;
        }
        return refreshed;
    }

    private GroupOutcome refresh(
            RefreshPlan plan,
            Manifest base,
            int group,
            MergedGroups histories,
            GroupRefresh.Shared shared,
            GroupRefresh refresh) {
        long start = CPU.getCurrentThreadCpuTime();
        GroupHistory.Merge merge = histories.of(group);
        SortedMap<SeriesKey, SeriesForecast> before = base.forecastKey(group)
                .map(histories::file)
                .map(ForecastFile::read)
                .orElse(new TreeMap<>());
        long fresh = plan.plannedAt() - RefreshPlanner.FRESH.toMillis();
        GroupRefresh.Result result = refresh.refresh(
                merge, shared, before, plan.asOfDay(), plan.plannedAt(), forecast -> forecast.computedAt() < fresh);
        if (merge.touched()) {
            files.write(Keys.history(group, plan.plan()), BINARY, HistoryFile.write(merge.history()));
        }
        files.write(Keys.forecasts(group, plan.plan()), BINARY, ForecastFile.write(result.forecasts()));
        files.write(Keys.sums(group, plan.plan()), BINARY, result.sums().write());
        return new GroupOutcome(
                group,
                merge.touched(),
                plan.asOfDay(),
                result.forecasts().values().stream()
                        .mapToLong(SeriesForecast::computedAt)
                        .min()
                        .orElse(plan.plannedAt()),
                (int) result.forecasts().keySet().stream()
                        .filter(key -> !key.location().isEmpty())
                        .count(),
                result.done(),
                result.skipped(),
                result.failures().size(),
                result.failures().stream().limit(GroupOutcome.FAILURES_LISTED).toList(),
                (CPU.getCurrentThreadCpuTime() - start) / 1_000_000);
    }

    /** Pools never change under their name, so the one at hand is kept for the batches to come. */
    private synchronized ShopPool pool(String learntBy) {
        if (!learntBy.equals(poolOf)) {
            pool = learntBy.isEmpty()
                    ? ShopPool.NONE
                    : files.read(Keys.pool(learntBy)).map(ShopPool::read).orElse(ShopPool.NONE);
            poolOf = learntBy;
        }
        return pool;
    }
}
