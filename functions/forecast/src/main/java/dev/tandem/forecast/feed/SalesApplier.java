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
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Applies sales files. A row is a sale line, known by its sale and line, or without them the total of a day. The same row again counts once, a
 * corrected one replaces the one before: that is decided when the group's history takes the window in.
 */
public final class SalesApplier implements FeedApplier {
    public static final FeedKind KIND = new FeedKind("demand-sales");
    static final int WINDOW_ROWS = 100_000;
    private static final long MOST = 1_000_000_000L;
    private static final FeedSchema SCHEMA = FeedSchema.of(
            List.of("location", "sku", "quantity"),
            List.of(
                    "saleId",
                    "saleLine",
                    "soldAt",
                    "date",
                    "unitPriceMinor",
                    "currency",
                    "channel",
                    "region",
                    "category"));

    private final ChangeDesk desk;
    private final Clock clock;
    private final int windowRows;

    public SalesApplier(RunBook book, DataFiles files, Clock clock) {
        this(book, files, clock, WINDOW_ROWS);
    }

    SalesApplier(RunBook book, DataFiles files, Clock clock, int windowRows) {
        this.desk = new ChangeDesk(book, files);
        this.clock = clock;
        this.windowRows = windowRows;
    }

    private record Sale(
            String sku,
            String location,
            long identity,
            int day,
            long quantity,
            double unitPrice,
            Optional<String> region,
            Optional<String> category) {}

    @Override
    public FeedKind kind() {
        return KIND;
    }

    @Override
    public FeedSchema schema() {
        return SCHEMA;
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        // Somewhere it is tomorrow already.
        LocalDate latest = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        FeedWindows.read(
                reader,
                windowRows,
                run::reject,
                row -> parse(row, latest, run),
                (sales, number, last) -> apply(sales, number, last, run));
    }

    private static Optional<Sale> parse(FeedRow row, LocalDate latest, FeedRun run) {
        try {
            String sku = row.matching("sku", Columns.SKU);
            String location = row.matching("location", Columns.LOCATION);
            long quantity = row.whole("quantity", -MOST, MOST);
            boolean timed = row.optional("soldAt").isPresent();
            int day = timed ? Columns.dayOfTime(row, "soldAt", latest) : Columns.day(row, "date", latest);
            Optional<String> saleId = row.optionalMatching("saleId", Columns.NAME);
            long identity = saleId.isPresent()
                    ? ChangeFile.identity(saleId.get(), row.matching("saleLine", Columns.NAME))
                    : ChangeFile.dayIdentity(day);
            return Optional.of(new Sale(
                    sku,
                    location,
                    identity,
                    day,
                    quantity,
                    row.optionalWhole("unitPriceMinor", 0, MOST)
                            .map(Long::doubleValue)
                            .orElse(Double.NaN),
                    row.optionalMatching("region", Columns.NAME),
                    row.optionalMatching("category", Columns.NAME)));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            return Optional.empty();
        }
    }

    private void apply(List<Sale> window, int number, boolean last, FeedRun run) {
        if (!run.isDone(number)) {
            long version = run.file().startedAt().toEpochMilli();
            ChangeFile.Builder change = desk.change();
            int lastDay = Integer.MIN_VALUE;
            for (Sale sale : window) {
                TrackKey key = new TrackKey(sale.sku(), sale.location(), TrackKey.SALES);
                change.sale(key, sale.identity(), sale.day(), sale.quantity(), sale.unitPrice(), version);
                sale.region()
                        .ifPresent(region -> change.word(
                                new TrackKey(sale.sku(), sale.location(), TrackKey.REGION), region, version));
                sale.category()
                        .ifPresent(category ->
                                change.word(new TrackKey(sale.sku(), "", TrackKey.CATEGORY), category, version));
                lastDay = sale.quantity() > 0 ? Math.max(lastDay, sale.day()) : lastDay;
            }
            desk.announce(change, run.file(), number, lastDay);
            run.applied(window.size());
        }
        run.windowDone(number, last);
    }
}
