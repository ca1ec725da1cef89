package dev.tandem.recommendation.catalogue;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Applies product files. Each row stands for itself: it is taken when it is later than what is listed, whatever the order of files. A
 * window that is run again finds its own rows listed and changes nothing.
 */
public final class ProductsApplier implements FeedApplier {
    public static final FeedKind KIND = new FeedKind("products");
    /** Rows that are read and written together. */
    public static final int WINDOW_ROWS = 5_000;

    private static final int AT_ONCE = 8;

    private final Listings listings;
    private final int windowRows;

    public ProductsApplier(Listings listings, int windowRows) {
        this.listings = listings;
        this.windowRows = windowRows;
    }

    private record Parsed(FeedRow row, Listing listing) {}

    /** What is listed instead of the row, if it was not taken. */
    private record Verdict(Parsed parsed, Optional<Listing> listed) {}

    @Override
    public FeedKind kind() {
        return KIND;
    }

    @Override
    public FeedSchema schema() {
        return ListingRow.SCHEMA;
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        try (Parallel parallel = new Parallel(AT_ONCE)) {
            Set<String> named = new HashSet<>();
            FeedWindows.read(
                    reader,
                    windowRows,
                    run::reject,
                    row -> parse(row, named, run),
                    (rows, number, last) -> apply(rows, number, last, run, parallel));
        }
    }

    private static Optional<Parsed> parse(FeedRow row, Set<String> named, FeedRun run) {
        try {
            Listing listing = ListingRow.parse(row);
            if (!named.add(listing.sku())) {
                throw new RowFaultException("sku", "DUPLICATE_SKU", "A file names a SKU once");
            }
            return Optional.of(new Parsed(row, listing));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            return Optional.empty();
        }
    }

    private void apply(List<Parsed> window, int number, boolean last, FeedRun run, Parallel parallel) {
        Map<String, Listing> listed =
                listings.find(window.stream().map(row -> row.listing().sku()).toList());
        List<Callable<Verdict>> work = new ArrayList<>();
        List<Verdict> verdicts = new ArrayList<>();
        for (Parsed row : window) {
            @Nullable Listing there = listed.get(row.listing().sku());
            if (run.isDone(number)
                    || (there != null && !row.listing().updatedAt().isAfter(there.updatedAt()))) {
                verdicts.add(new Verdict(row, Optional.ofNullable(there)));
            } else {
                work.add(() -> new Verdict(row, listings.put(row.listing())));
            }
        }
        verdicts.addAll(parallel.all(work));
        for (Verdict verdict : verdicts) {
            judge(verdict, number, run);
        }
        if (!run.isDone(number)) {
            // Also when nothing was taken: an attempt before this one may have written these rows and got no further.
            listings.changed();
        }
        run.windowDone(number, last);
    }

    private static void judge(Verdict verdict, int window, FeedRun run) {
        Listing row = verdict.parsed().listing();
        boolean same = verdict.listed().filter(row::saysTheSameAs).isPresent();
        if (verdict.listed().isPresent() && !same) {
            boolean older = row.updatedAt().isBefore(verdict.listed().get().updatedAt());
            run.reject(verdict.parsed()
                    .row()
                    .bad(
                            "updatedAt",
                            older ? "STALE_ROW" : "CONFLICTING_ROW",
                            row.sku() + " is listed as of "
                                    + verdict.listed().get().updatedAt()
                                    + (older ? ", which is later" : " with other values; send it with a later time")));
        } else if (!run.isDone(window)) {
            run.applied(verdict.listed().isPresent() ? 0 : 1);
            run.unchanged(verdict.listed().isPresent() ? 1 : 0);
        }
    }
}
