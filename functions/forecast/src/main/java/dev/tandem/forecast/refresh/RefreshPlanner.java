package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.HistoryFile;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides what a refresh has to do: groups with changed sales or signals, and those whose forecasts are older than a day or do not know the last
 * day. Only one run holds the lease; one that broke off is taken up with its own plan, less what it has done.
 */
public final class RefreshPlanner {
    public static final Duration FRESH = Duration.ofHours(24);
    /** One call reads so many change files for a group; more wait for the next run. */
    private static final int MOST_CHANGES = 500;

    /** A pool of fewer than a third of the series there are is learnt anew on the same day. */
    private static final int OUTGROWN = 3;

    private final RunBook book;
    private final DataFiles files;
    private final Versions versions;
    private final Clock clock;

    public RefreshPlanner(RunBook book, DataFiles files, Clock clock) {
        this.book = book;
        this.files = files;
        this.versions = new Versions(book, files);
        this.clock = clock;
    }

    /**
     * What is to be done now.
     *
     * @param status {@link Run.Status#RUNNING} when there is work
     * @param key the object that lists the groups to refresh
     * @param learns whether a pool is to be learnt before
     */
    public record Planned(Run.Status status, String plan, String key, int groups, boolean learns) {}

    /** @param execution who asks; asking again as the same gives the same plan */
    public Planned plan(String execution) {
        Instant now = clock.instant();
        return switch (book.acquire(execution, now)) {
            case RunBook.Lease.Taken taken -> {
                book.write(new Run(
                        execution, Run.Status.SUPERSEDED, now, now, 0, 0, "Refresh " + taken.plan() + " was running"));
                yield new Planned(Run.Status.SUPERSEDED, taken.plan(), "", 0, false);
            }
            case RunBook.Lease.Held held when held.resumed() -> resume(held.plan(), execution, now);
            case RunBook.Lease.Held held -> begin(held.plan(), execution, now);
        };
    }

    private Planned resume(String plan, String execution, Instant now) {
        var written = files.read(Keys.plan(plan));
        if (written.isEmpty()) {
            return begin(plan, execution, now);
        }
        if (!execution.equals(plan)) {
            book.follow(execution, plan);
        }
        RefreshPlan left = RefreshPlan.read(written.get());
        Set<Integer> done = new HashSet<>();
        book.outcomes(plan).forEach(outcome -> done.add(outcome.group()));
        // Groups that are done without a pool of this run leave the others no other.
        boolean learns =
                left.learns() && done.isEmpty() && files.read(Keys.learnt(plan)).isEmpty();
        return items(
                plan,
                execution,
                left.groups().stream().filter(group -> !done.contains(group)).toList(),
                learns);
    }

    private Planned begin(String plan, String execution, Instant now) {
        Manifest base = versions.base(book.published().orElse(""));
        List<Change> changes = book.changes().stream().limit(MOST_CHANGES).toList();
        int asOfDay = asOfDay(base, changes, now);
        SharedSignals shared = SharedSignals.merged(base, changes, files);
        if (shared.touched()) {
            files.write(
                    Keys.history(new Groups(base.groups()).shared(), plan),
                    "application/octet-stream",
                    HistoryFile.write(shared.history()));
        }
        BitSet groups = groups(base, changes, asOfDay, !shared.changed().isEmpty(), now);
        if (groups.isEmpty() && !shared.touched()) {
            book.write(new Run(plan, Run.Status.NOTHING_TO_DO, now, now, 0, 0, "No sales or signals have changed"));
            book.release(plan);
            return new Planned(Run.Status.NOTHING_TO_DO, plan, "", 0, false);
        }
        List<Integer> list = groups.stream().boxed().toList();
        boolean learns = isPoolDue(base, asOfDay);
        RefreshPlan written = new RefreshPlan(
                plan,
                base.plan(),
                now.toEpochMilli(),
                asOfDay,
                changes.stream().map(RefreshPlan.PlannedChange::of).toList(),
                list,
                shared.touched(),
                List.copyOf(shared.changed()),
                base.pool(),
                learns);
        files.write(Keys.plan(plan), "application/json", Json.writeBytes(written));
        int series = list.stream().mapToInt(group -> base.series()[group]).sum();
        book.write(new Run(plan, Run.Status.RUNNING, now, null, list.size(), series, null));
        return items(plan, execution, list, learns);
    }

    /** Once for each day that is known, and when the shop has become another one. */
    private static boolean isPoolDue(Manifest base, int asOfDay) {
        ShopPool.Learnt last = base.learnt();
        return last == null || asOfDay > last.asOfDay() || base.seriesTotal() > OUTGROWN * last.series();
    }

    /** Those with changes, those that hang on a shared signal that has changed, those that are not fresh. */
    private static BitSet groups(Manifest base, List<Change> changes, int asOfDay, boolean sharedChanged, Instant now) {
        BitSet groups = new BitSet();
        changes.forEach(change -> groups.or(change.groups()));
        for (int group = 0; group < base.groups(); group++) {
            if (base.hasForecasts(group)
                    && (sharedChanged
                            || base.asOfDays()[group] < asOfDay
                            || base.computedAt()[group] < now.minus(FRESH).toEpochMilli())) {
                groups.set(group);
            }
        }
        groups.clear(new Groups(base.groups()).shared());
        return groups;
    }

    /** The last whole day: today's sales have not all come. */
    private static int asOfDay(Manifest base, List<Change> changes, Instant now) {
        int sold = base.asOfDay();
        for (Change change : changes) {
            sold = Math.max(sold, change.lastDay());
        }
        int yesterday = (int) LocalDate.ofInstant(now, ZoneOffset.UTC).toEpochDay() - 1;
        // What is listed before anything was ever sold is forecast from today on.
        return sold == Integer.MIN_VALUE ? yesterday : Math.min(sold, yesterday);
    }

    private Planned items(String plan, String execution, List<Integer> groups, boolean learns) {
        List<Map<String, Integer>> items = new ArrayList<>();
        groups.forEach(group -> items.add(Map.of("group", group)));
        String key = Keys.items(plan, execution);
        files.write(key, "application/json", Json.writeBytes(items));
        return new Planned(Run.Status.RUNNING, plan, key, groups.size(), learns);
    }
}
