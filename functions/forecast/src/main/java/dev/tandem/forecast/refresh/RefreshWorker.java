package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.ChangeFile;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.HistoryFile;
import dev.tandem.forecast.history.TrackKey;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Refreshes groups of a plan, one after the other; each is done for good when it is in the book. */
public final class RefreshWorker {
    private static final String BINARY = "application/octet-stream";

    private static final ThreadMXBean CPU = ManagementFactory.getThreadMXBean();

    private final RunBook book;
    private final DataFiles files;
    private final GroupRefresh refresh;
    private final Versions versions;
    private final Clock clock;

    public RefreshWorker(RunBook book, DataFiles files, GroupRefresh refresh, Clock clock) {
        this.book = book;
        this.files = files;
        this.refresh = refresh;
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
        RefreshPlan plan = RefreshPlan.read(
                files.read(Keys.plan(planName)).orElseThrow(() -> new IllegalStateException("No plan " + planName)));
        Manifest base = versions.base(plan.base());
        Set<Integer> done = new HashSet<>();
        book.outcomes(planName).forEach(outcome -> done.add(outcome.group()));
        Map<String, byte[]> heads = new HashMap<>();
        int sharedGroup = new Groups(base.groups()).shared();
        GroupHistory shared = (plan.shared()
                        ? Optional.of(Keys.history(sharedGroup, planName))
                        : base.historyKey(sharedGroup))
                .map(this::file)
                .map(HistoryFile::read)
                .orElse(GroupHistory.EMPTY);
        int refreshed = 0;
        for (int group : groups) {
            if (done.contains(group)) {
                continue;
            }
            if (!book.renew(planName, clock.instant())) {
                throw new LeaseLostException(planName);
            }
            book.done(planName, refresh(plan, base, group, shared, heads));
            refreshed++;
        }
        return refreshed;
    }

    private GroupOutcome refresh(
            RefreshPlan plan, Manifest base, int group, GroupHistory shared, Map<String, byte[]> heads) {
        long start = CPU.getCurrentThreadCpuTime();
        GroupHistory history =
                base.historyKey(group).map(this::file).map(HistoryFile::read).orElse(GroupHistory.EMPTY);
        Set<TrackKey> changed = new HashSet<>();
        boolean touched = false;
        for (RefreshPlan.PlannedChange change : plan.changes()) {
            if (change.left().get(group)) {
                GroupHistory.Merge merge =
                        history.merged(section(change.id(), new Groups(base.groups()), group, heads));
                history = merge.history();
                changed.addAll(merge.changed());
                touched |= merge.touched();
            }
        }
        SortedMap<SeriesKey, SeriesForecast> before =
                base.forecastKey(group).map(this::file).map(ForecastFile::read).orElse(new TreeMap<>());
        long fresh = plan.plannedAt() - RefreshPlanner.FRESH.toMillis();
        GroupRefresh.Result result = refresh.refresh(
                new GroupHistory.Merge(history, changed, touched),
                new GroupRefresh.Shared(shared, Set.copyOf(plan.sharedChanged())),
                before,
                plan.asOfDay(),
                plan.plannedAt(),
                forecast -> forecast.computedAt() < fresh);
        if (touched) {
            files.write(Keys.history(group, plan.plan()), BINARY, HistoryFile.write(history));
        }
        files.write(Keys.forecasts(group, plan.plan()), BINARY, ForecastFile.write(result.forecasts()));
        return new GroupOutcome(
                group,
                touched,
                plan.asOfDay(),
                result.forecasts().values().stream()
                        .mapToLong(SeriesForecast::computedAt)
                        .min()
                        .orElse(plan.plannedAt()),
                result.forecasts().size(),
                result.done(),
                result.skipped(),
                result.failures().size(),
                result.failures().stream().limit(GroupOutcome.FAILURES_LISTED).toList(),
                (CPU.getCurrentThreadCpuTime() - start) / 1_000_000);
    }

    /** Of the published version: a file that is not there is a loss, not an empty history. */
    private byte[] file(String key) {
        return files.read(key).orElseThrow(() -> new IllegalStateException("The file " + key + " is gone"));
    }

    private GroupHistory section(String change, Groups groups, int group, Map<String, byte[]> heads) {
        String key = Keys.change(change);
        byte[] head = heads.computeIfAbsent(change, id -> files.read(key, 0, ChangeFile.headBytes(groups)));
        int[] section = ChangeFile.section(head, groups, group);
        return section[1] > section[0] ? HistoryFile.read(files.read(key, section[0], section[1])) : GroupHistory.EMPTY;
    }
}
