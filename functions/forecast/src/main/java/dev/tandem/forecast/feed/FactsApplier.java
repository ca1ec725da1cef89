package dev.tandem.forecast.feed;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.forecast.history.ChangeFile;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Applies files about what moves demand: prices, promotions, signals, products. What a row means is its reader's business. */
public final class FactsApplier implements FeedApplier {
    private static final int WINDOW_ROWS = 50_000;

    /** What a row says, to be put down in the version of its file. */
    @FunctionalInterface
    interface Fact {
        void put(ChangeFile.Builder change, long version);
    }

    /** Reads a row. */
    @FunctionalInterface
    interface Reader {
        /** @throws RowFaultException when the row cannot be used */
        Fact read(FeedRow row, LocalDate today);
    }

    private final FeedKind kind;
    private final FeedSchema schema;
    private final Reader reader;
    private final ChangeDesk desk;
    private final Clock clock;

    FactsApplier(FeedKind kind, FeedSchema schema, Reader reader, RunBook book, DataFiles files, Clock clock) {
        this.kind = kind;
        this.schema = schema;
        this.reader = reader;
        this.desk = new ChangeDesk(book, files);
        this.clock = clock;
    }

    @Override
    public FeedKind kind() {
        return kind;
    }

    @Override
    public FeedSchema schema() {
        return schema;
    }

    @Override
    public void apply(FeedReader file, FeedRun run) throws IOException {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        FeedWindows.read(
                file,
                WINDOW_ROWS,
                run::reject,
                row -> parse(row, today, run),
                (facts, number, last) -> apply(facts, number, last, run));
    }

    private Optional<Fact> parse(FeedRow row, LocalDate today, FeedRun run) {
        try {
            return Optional.of(reader.read(row, today));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            return Optional.empty();
        }
    }

    private void apply(List<Fact> window, int number, boolean last, FeedRun run) {
        if (!run.isDone(number)) {
            long version = run.file().startedAt().toEpochMilli();
            ChangeFile.Builder change = desk.change();
            window.forEach(fact -> fact.put(change, version));
            desk.announce(change, run.file(), number, Integer.MIN_VALUE);
            run.applied(window.size());
        }
        run.windowDone(number, last);
    }
}
