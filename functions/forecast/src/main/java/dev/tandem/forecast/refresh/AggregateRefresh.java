package dev.tandem.forecast.refresh;

import dev.tandem.commons.drops.Parallel;
import dev.tandem.forecast.aggregate.AggregateForecaster;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.GroupSums;
import dev.tandem.forecast.aggregate.TrackRecord;
import dev.tandem.forecast.model.Forecaster;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Adds up the sums of all groups of the version that a run is about to publish, and makes categories, regions and the total fit them. */
public final class AggregateRefresh {
    /** Waiting for S3 is most of the work, so many objects are asked for at once. */
    private static final int AT_ONCE = 16;
    /** Some 60 MB of sums. */
    private static final int MOST_CELLS = 50_000;

    private final RunBook book;
    private final DataFiles files;
    private final Versions versions;
    private final Forecaster forecaster;
    private final Clock clock;

    public AggregateRefresh(RunBook book, DataFiles files, Forecaster forecaster, Clock clock) {
        this.book = book;
        this.files = files;
        this.versions = new Versions(book, files);
        this.forecaster = forecaster;
        this.clock = clock;
    }

    /**
     * @param note why nothing was written, empty where something was
     * @param groups whose sums were added up
     */
    public record Done(String note, int groups, int cells, int nodes) {}

    /**
     * Doing it again gives the same.
     *
     * @throws RefreshWorker.LeaseLostException when the run may not go on
     */
    public Done reconcile(String planName) {
        Optional<byte[]> written = files.read(Keys.plan(planName));
        if (written.isEmpty()) {
            return new Done("There is no plan " + planName, 0, 0, 0);
        }
        RefreshPlan plan = RefreshPlan.read(written.get());
        if (!book.renew(planName, clock.instant())) {
            throw new RefreshWorker.LeaseLostException(planName);
        }
        Manifest base = versions.base(plan.base());
        Manifest next = Publication.next(plan, base, book.outcomes(planName), null);
        AggregateForecaster all =
                new AggregateForecaster(forecaster, plan.asOfDay(), SeriesForecaster.WEEKS, MOST_CELLS);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int group = 0; group < next.groups(); group++) {
            next.sumsKey(group).ifPresent(key -> work.add(() -> added(key, all)));
        }
        List<Boolean> added;
        try (Parallel parallel = new Parallel(AT_ONCE)) {
            added = parallel.all(work);
        }
        if (added.contains(false)) {
            return new Done(
                    "Categories, regions and the total were not reconciled: some groups were last refreshed before there were sums",
                    work.size(),
                    0,
                    0);
        }
        TrackRecord before = base.aggregatesKey()
                .flatMap(files::read)
                .map(Aggregates::read)
                .map(Aggregates::record)
                .orElse(TrackRecord.NONE);
        Aggregates aggregates = all.forecast(plan.plannedAt(), before);
        files.write(Keys.aggregates(planName), "application/octet-stream", aggregates.write());
        return new Done(
                "", work.size(), aggregates.factors().size(), aggregates.nodes().size());
    }

    private boolean added(String key, AggregateForecaster all) {
        Optional<GroupSums> sums = files.read(key).map(GroupSums::read);
        synchronized (all) {
            sums.ifPresent(all::add);
        }
        return sums.isPresent();
    }
}
