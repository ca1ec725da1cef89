package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.forecast.history.Groups;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends a run: all that it has made becomes the published version in one step. Everything before that step is invisible, everything after it can be
 * done again, so a publication that breaks off anywhere is simply repeated.
 */
public final class Publication {
    /** Tells planning what has changed. */
    @FunctionalInterface
    public interface Announcer {
        void announce(List<Announcement> changes);
    }

    /** What a version has changed. Forecasts are those of {@code key}, multiplied by the factors of {@code sums} ({@link Reconciled}). */
    public sealed interface Announcement {}

    /**
     * A group of series with new forecasts.
     *
     * @param changed how many of its series were forecast anew
     * @param key object of its forecasts
     * @param sums object with the factors that make series and sums add up, empty where there is none; they count for the same {@code asOf}
     */
    public record ChangedGroup(String version, int group, int series, int changed, String asOf, String key, String sums)
            implements Announcement {}

    /**
     * New factors for series of which nothing else has changed.
     *
     * @param series how many there are in groups that are not announced
     */
    public record ChangedSums(String version, int series, String asOf, String sums) implements Announcement {}

    private final RunBook book;
    private final DataFiles files;
    private final Announcer announcer;
    private final Versions versions;
    private final Clock clock;

    public Publication(RunBook book, DataFiles files, Announcer announcer, Clock clock) {
        this.book = book;
        this.files = files;
        this.announcer = announcer;
        this.versions = new Versions(book, files);
        this.clock = clock;
    }

    /** What was published. */
    public record Published(
            String plan, Run.Status status, int groups, int failedGroups, int done, int skipped, int failed) {}

    /** @param note what a step before could not do, empty for nothing */
    public Published publish(String planName, String note) {
        RefreshPlan plan = RefreshPlan.of(files, planName);
        Run run = book.run(planName).orElseThrow(() -> new IllegalStateException("No run " + planName));
        List<GroupOutcome> outcomes = book.outcomes(planName);
        Set<Integer> missing = new HashSet<>(plan.groups());
        outcomes.forEach(outcome -> missing.remove(outcome.group()));
        Published published = new Published(
                planName,
                Run.Status.PUBLISHED,
                outcomes.size(),
                missing.size(),
                outcomes.stream().mapToInt(GroupOutcome::done).sum(),
                outcomes.stream().mapToInt(GroupOutcome::skipped).sum(),
                outcomes.stream().mapToInt(GroupOutcome::failed).sum());
        if (run.status() == Run.Status.PUBLISHED) {
            return published;
        }
        Instant now = clock.instant();
        if (!book.renew(planName, now)) {
            throw new RefreshWorker.LeaseLostException(planName);
        }
        Manifest base = versions.base(plan.base());
        Manifest next = next(plan, base, outcomes, learnt(plan));
        if (files.read(Keys.aggregates(planName)).isPresent()) {
            next = next.withAggregates();
        }
        boolean held = book.held(now);
        if (held) {
            next = next.retiring(base.retired());
        }
        files.write(Keys.manifest(planName), "application/json", Json.writeBytes(next));
        writeFailures(planName, outcomes, missing);
        if (!book.publish(planName, plan.base(), now)) {
            throw new IllegalStateException("Another version than " + plan.base() + " is published");
        }
        announcer.announce(announcements(next, outcomes));
        settle(plan, missing);
        // What the version before had replaced: whoever read by it has had a whole run's time, or has asked for more.
        if (!held) {
            files.delete(base.retired());
        }
        book.write(run.ended(Run.Status.PUBLISHED, clock.instant(), note(note, missing)));
        book.release(planName);
        return published;
    }

    private static List<Announcement> announcements(Manifest version, List<GroupOutcome> outcomes) {
        String sums = version.aggregatesKey().orElse("");
        List<Announcement> all = new ArrayList<>();
        int standing = version.seriesTotal();
        for (GroupOutcome outcome : outcomes) {
            if (outcome.done() > 0) {
                standing -= outcome.series();
                all.add(new ChangedGroup(
                        version.plan(),
                        outcome.group(),
                        outcome.series(),
                        outcome.done(),
                        LocalDate.ofEpochDay(outcome.asOfDay()).toString(),
                        Keys.forecasts(outcome.group(), version.plan()),
                        sums));
            }
        }
        if (standing > 0 && version.plan().equals(version.aggregates())) {
            all.add(new ChangedSums(
                    version.plan(),
                    standing,
                    LocalDate.ofEpochDay(version.asOfDay()).toString(),
                    sums));
        }
        return all;
    }

    private ShopPool.@Nullable Learnt learnt(RefreshPlan plan) {
        return plan.learns()
                ? files.read(Keys.learnt(plan.plan()))
                        .map(ShopPool.Learnt::read)
                        .orElse(null)
                : null;
    }

    /** The version that a run will publish when no more of its groups are done. */
    static Manifest next(
            RefreshPlan plan, Manifest base, List<GroupOutcome> outcomes, ShopPool.@Nullable Learnt learnt) {
        return base.with(plan.plan(), plan.plannedAt(), plan.asOfDay(), renewed(plan, base, outcomes), learnt);
    }

    private static List<Manifest.Renewed> renewed(RefreshPlan plan, Manifest base, List<GroupOutcome> outcomes) {
        List<Manifest.Renewed> renewed = new ArrayList<>();
        outcomes.forEach(outcome -> renewed.add(outcome.renewed()));
        if (plan.shared()) {
            int shared = new Groups(base.groups()).shared();
            renewed.add(new Manifest.Renewed(shared, true, false, plan.asOfDay(), plan.plannedAt(), 0));
        }
        return renewed;
    }

    /** A run that nobody will go on with. Its changes wait for the next. */
    public void giveUp(String planName, String why) {
        book.run(planName)
                .filter(run -> run.status() == Run.Status.RUNNING)
                .ifPresent(run -> book.write(run.ended(Run.Status.FAILED, clock.instant(), why)));
        book.release(planName);
    }

    private static @Nullable String note(String note, Set<Integer> missing) {
        String groups =
                missing.isEmpty() ? "" : missing.size() + " groups could not be refreshed and keep their forecasts";
        String all = note + (note.isEmpty() || groups.isEmpty() ? "" : "; ") + groups;
        return all.isEmpty() ? null : all;
    }

    private void settle(RefreshPlan plan, Set<Integer> missing) {
        BitSet unmerged = new BitSet();
        missing.forEach(unmerged::set);
        for (RefreshPlan.PlannedChange change : plan.changes()) {
            BitSet left = change.left();
            left.and(unmerged);
            book.settle(change.id(), left);
        }
    }

    private void writeFailures(String plan, List<GroupOutcome> outcomes, Set<Integer> missing) {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        for (int group : missing) {
            line(lines, Map.of("group", group, "reason", "The group was not refreshed"));
        }
        for (GroupOutcome outcome : outcomes) {
            for (GroupRefresh.Failure failure : outcome.failures()) {
                line(
                        lines,
                        Map.of(
                                "group", outcome.group(),
                                "sku", failure.series().sku(),
                                "location", failure.series().location(),
                                "reason", failure.reason()));
            }
        }
        if (lines.size() > 0) {
            files.write(Keys.failures(plan), "application/x-ndjson", lines.toByteArray());
        }
    }

    private static void line(ByteArrayOutputStream lines, Map<String, Object> line) {
        lines.writeBytes(Json.writeBytes(line));
        lines.write('\n');
    }
}
