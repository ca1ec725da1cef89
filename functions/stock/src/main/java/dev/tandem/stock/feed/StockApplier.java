package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.stock.Codes;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Applies stock files. A location is claimed by its sequence number before its first row is booked, and every transaction checks
 * that no newer snapshot has claimed it since: an old file never overwrites a new one, however slow it is.
 */
final class StockApplier implements FeedApplier {
    private final StockChunks chunks;
    private final WatermarkTable watermarks;
    private final Clock clock;
    private final int windowRows;
    private final int atOnce;

    StockApplier(StockChunks chunks, WatermarkTable watermarks, Clock clock, int windowRows, int atOnce) {
        this.chunks = chunks;
        this.watermarks = watermarks;
        this.clock = clock;
        this.windowRows = windowRows;
        this.atOnce = atOnce;
    }

    @Override
    public FeedKind kind() {
        return StockFeed.STOCK.kind();
    }

    @Override
    public FeedSchema schema() {
        return StockRow.SCHEMA;
    }

    @Override
    public Optional<String> subject(FeedRow row) {
        return row.optional("location").filter(Codes::isLocation);
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        try (Parallel parallel = new Parallel(atOnce)) {
            StockLocations locations = new StockLocations();
            int windows = FeedWindows.read(
                    reader,
                    windowRows,
                    bad -> {
                        run.reject(bad);
                        locations.rejectedSomewhere();
                    },
                    row -> parse(row, locations, run),
                    (rows, number, last) -> apply(rows, number, last, run, parallel));
            complete(locations, windows, run);
        }
    }

    private Optional<StockRow> parse(FeedRow row, StockLocations locations, FeedRun run) {
        try {
            StockRow parsed = StockRow.parse(row);
            if (!run.isKnown(parsed.location())) {
                throw new RowFaultException(
                        "location", "UNKNOWN_LOCATION", "There is no location " + parsed.location());
            }
            locations.admit(parsed);
            return Optional.of(parsed);
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            subject(row).ifPresentOrElse(locations::rejectedAt, locations::rejectedSomewhere);
            return Optional.empty();
        }
    }

    private void apply(List<StockRow> window, int number, boolean last, FeedRun run, Parallel parallel) {
        Map<String, List<StockRow>> byLocation = new LinkedHashMap<>();
        for (StockRow row : window) {
            byLocation
                    .computeIfAbsent(row.location(), location -> new ArrayList<>())
                    .add(row);
        }
        List<Callable<StockChunks.Result>> work = new ArrayList<>();
        byLocation.forEach((location, rows) -> {
            boolean tooLate = run.isDone(number) ? run.wasStale(location, number) : !claim(rows.get(0), run);
            if (tooLate) {
                rows.forEach(row -> stale(row, number, run));
            } else if (!run.isDone(number)) {
                for (int from = 0; from < rows.size(); from += DynamoPoster.MOST) {
                    List<StockRow> chunk = rows.subList(from, Math.min(rows.size(), from + DynamoPoster.MOST));
                    int lane = from / DynamoPoster.MOST % WatermarkTable.LANES;
                    work.add(() -> chunks.apply(chunk, lane, run));
                }
            }
        });
        for (StockChunks.Result result : parallel.all(work)) {
            run.applied(result.applied());
            run.unchanged(result.unchanged());
            result.refused().forEach(row -> stale(row, number, run));
        }
        run.windowDone(number, last);
    }

    /** Whether the location is this file's to change. */
    private boolean claim(StockRow row, FeedRun run) {
        Watermark.Verdict verdict = row.snapshot()
                ? watermarks.claimSnapshot(
                        row.location(), row.sequence(), run.file().tag())
                : watermarks.claimDelta(
                        row.location(), row.sequence(), run.file().tag(), clock.instant());
        return switch (verdict) {
            case NEWER, OWN -> true;
            case STALE -> false;
            case WAIT ->
                throw new FeedInterruptedException("A snapshot of " + row.location()
                        + " is half applied; the delta waits for its end and the next delivery goes on");
        };
    }

    private static void stale(StockRow row, int window, FeedRun run) {
        run.stale(row.location(), window);
        run.reject(row.row()
                .bad(
                        "sequence",
                        "STALE_SEQUENCE",
                        "Sequence " + row.sequence() + " of " + row.location()
                                + " has come too late: a newer file was applied"));
    }

    /** What a full snapshot does not name is not there, unless a row that was set aside may have named it. */
    private void complete(StockLocations locations, int window, FeedRun run) {
        locations.snapshots().forEach((location, sequence) -> {
            if (run.wasStale(location, window)) {
                return;
            }
            if (locations.isComplete(location)) {
                chunks.clearAbsent(location, sequence, sku -> locations.names(location, sku), run);
            }
            watermarks.snapshotDone(location, run.file().tag());
        });
    }
}
