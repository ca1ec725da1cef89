package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.stock.Cause;
import dev.tandem.stock.Codes;
import dev.tandem.stock.Movement;
import dev.tandem.stock.Posting;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Books sales. A window of rows first claims its sale lines, so that a line which comes twice counts once, and is then added up: one
 * movement for each SKU and location, sales and returns apart. The movements' ids follow from file and window, so a window that is
 * run again after a crash books what is missing and nothing twice. Sales are facts: on hand may go below zero.
 */
final class SalesApplier implements FeedApplier {
    private record Position(String location, String sku) {}

    /** What a window does to one position. */
    private static final class Sum {
        private long pieces;
        private int lines;
        private final String first;
        private String last;

        Sum(String saleId) {
            this.first = saleId;
            this.last = saleId;
        }

        void add(Sale sale) {
            pieces = Math.addExact(pieces, sale.quantity());
            lines++;
            last = sale.saleId();
        }
    }

    private final SaleClaimTable claims;
    private final DynamoPoster poster;
    private final Clock clock;
    private final int windowRows;
    private final int atOnce;

    SalesApplier(SaleClaimTable claims, DynamoPoster poster, Clock clock, int windowRows, int atOnce) {
        this.claims = claims;
        this.poster = poster;
        this.clock = clock;
        this.windowRows = windowRows;
        this.atOnce = atOnce;
    }

    @Override
    public FeedKind kind() {
        return StockFeed.SALES.kind();
    }

    @Override
    public FeedSchema schema() {
        return Sale.SCHEMA;
    }

    @Override
    public Optional<String> subject(FeedRow row) {
        return row.optional("location").filter(Codes::isLocation);
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        try (Parallel parallel = new Parallel(atOnce)) {
            FeedWindows.read(
                    reader,
                    windowRows,
                    run::reject,
                    row -> parse(row, run),
                    (rows, number, last) -> apply(rows, number, last, run, parallel));
        }
    }

    private static Optional<Sale> parse(FeedRow row, FeedRun run) {
        try {
            Sale sale = Sale.parse(row);
            if (run.isKnown(sale.location())) {
                return Optional.of(sale);
            }
            run.reject(row.bad("location", "UNKNOWN_LOCATION", "There is no location " + sale.location()));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
        }
        return Optional.empty();
    }

    private void apply(List<Sale> window, int number, boolean last, FeedRun run, Parallel parallel) {
        List<Sale> own = claimed(window, number, run, parallel);
        if (!run.isDone(number)) {
            post(Cause.SALE, own.stream().filter(sale -> sale.quantity() > 0).toList(), number, run, parallel);
            post(Cause.RETURN, own.stream().filter(sale -> sale.quantity() < 0).toList(), number, run, parallel);
            run.applied(own.size());
        }
        run.windowDone(number, last);
    }

    /** The sales of a window that nobody else, and no line before in it, has brought. */
    private List<Sale> claimed(List<Sale> window, int number, FeedRun run, Parallel parallel) {
        Map<String, Set<String>> lines = new LinkedHashMap<>();
        List<Sale> distinct = new ArrayList<>(window.size());
        for (Sale sale : window) {
            if (lines.computeIfAbsent(sale.saleId(), id -> new HashSet<>()).add(sale.saleLine())) {
                distinct.add(sale);
            } else {
                duplicate(sale, "the same file", run);
            }
        }
        String tag = run.file().tag();
        Map<String, Map<String, String>> taken = claims.claim(tag + "/" + number, lines, clock.instant(), parallel);
        List<Sale> own = new ArrayList<>(distinct.size());
        for (Sale sale : distinct) {
            String other = taken.getOrDefault(sale.saleId(), Map.of()).get(sale.saleLine());
            if (other == null) {
                own.add(sale);
            } else {
                duplicate(sale, other.startsWith(tag) ? "the same file" : "another file", run);
            }
        }
        return own;
    }

    private static void duplicate(Sale sale, String where, FeedRun run) {
        run.duplicate(
                sale.row(),
                "DUPLICATE_SALE",
                "Line " + sale.saleLine() + " of sale " + sale.saleId() + " has come before in " + where);
    }

    private void post(Cause cause, List<Sale> sales, int number, FeedRun run, Parallel parallel) {
        Map<Position, Sum> sums = new LinkedHashMap<>();
        for (Sale sale : sales) {
            sums.computeIfAbsent(new Position(sale.location(), sale.sku()), position -> new Sum(sale.saleId()))
                    .add(sale);
        }
        List<Posting> postings = new ArrayList<>(sums.size());
        sums.forEach((position, sum) -> postings.add(Posting.of(new Movement(
                cause + "-" + run.file().tag() + "-" + number,
                position.location(),
                position.sku(),
                Math.negateExact(sum.pieces),
                0,
                0,
                cause,
                run.file().key() + " sales " + sum.first + ".." + sum.last,
                run.correlationId(),
                run.file().startedAt(),
                sum.lines))));
        List<Callable<List<DynamoPoster.Outcome>>> chunks = new ArrayList<>();
        for (int from = 0; from < postings.size(); from += DynamoPoster.MOST) {
            List<Posting> chunk = postings.subList(from, Math.min(postings.size(), from + DynamoPoster.MOST));
            chunks.add(() -> poster.post(chunk, null, clock.instant()));
        }
        parallel.all(chunks);
    }
}
