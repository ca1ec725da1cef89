package dev.tandem.forecast.feed;

import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.RunBook;
import dev.tandem.forecast.refresh.SignalKey;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The kinds of files about what moves demand, and how their rows are read. */
public final class DemandFacts {
    public static final FeedKind PRICES = new FeedKind("demand-prices");
    public static final FeedKind SIGNALS = new FeedKind("demand-signals");
    public static final FeedKind PRODUCTS = new FeedKind("demand-products");

    public static final FeedKind STOCK_OUTS = new FeedKind("demand-stock-outs");
    public static final FeedKind CLOSED_DAYS = new FeedKind("demand-closed-days");

    private static final double MOST = 1e9;
    /** A promotion is planned a quarter ahead at most; each of its days is a row of its own. */
    private static final int LONGEST_PROMOTION = 92;

    private static final int LONGEST_ABSENCE = 366;
    /** Plans reach two years ahead. */
    private static final int DAYS_AHEAD = 731;

    private static final Pattern SIGNAL = Pattern.compile("[a-z][a-z0-9-]{0,31}");
    private static final List<String> OWN_NAMES =
            List.of(TrackKey.SALES, TrackKey.PRICE, TrackKey.PROMOTION, TrackKey.STOCK_OUT, TrackKey.CLOSED);

    private DemandFacts() {}

    /** A price holds from its date until another one of the same SKU and location does; a promotion on its date, or until another. */
    public static FactsApplier prices(RunBook book, DataFiles files, Clock clock) {
        return new FactsApplier(
                PRICES,
                FeedSchema.of(
                        List.of("sku", "date"),
                        List.of("location", "priceMinor", "currency", "promotion", "until", "knownAt")),
                DemandFacts::price,
                book,
                files,
                clock);
    }

    public static FactsApplier signals(RunBook book, DataFiles files, Clock clock) {
        return new FactsApplier(
                SIGNALS,
                FeedSchema.of(List.of("signal", "key", "date", "value"), List.of("keyType", "location", "knownAt")),
                (row, today) -> signal(row, today, book),
                book,
                files,
                clock);
    }

    /** What products are, so that one without sales can be told by others like it. */
    public static FactsApplier products(RunBook book, DataFiles files, Clock clock) {
        return new FactsApplier(
                PRODUCTS,
                FeedSchema.of(List.of("sku"), List.of("category", "locations", "launchOn")),
                DemandFacts::product,
                book,
                files,
                clock);
    }

    /** Days on which a product could not be sold at a location: its demand is not known, which is not that there was none. */
    public static FactsApplier stockOuts(RunBook book, DataFiles files, Clock clock) {
        return new FactsApplier(
                STOCK_OUTS,
                FeedSchema.of(List.of("sku", "location", "date"), List.of("until", "out")),
                (row, today) -> absence(
                        row,
                        "out",
                        new TrackKey(
                                row.matching("sku", Columns.SKU),
                                row.matching("location", Columns.LOCATION),
                                TrackKey.STOCK_OUT),
                        today),
                book,
                files,
                clock);
    }

    /** Days on which a location is closed. */
    public static FactsApplier closedDays(RunBook book, DataFiles files, Clock clock) {
        return new FactsApplier(
                CLOSED_DAYS,
                FeedSchema.of(List.of("location", "date"), List.of("until", "closed")),
                (row, today) ->
                        absence(row, "closed", TrackKey.closed(row.matching("location", Columns.LOCATION)), today),
                book,
                files,
                clock);
    }

    /** @param said the column that takes the days back with 0 */
    private static FactsApplier.Fact absence(FeedRow row, String said, TrackKey key, LocalDate today) {
        int day = Columns.day(row, "date", today.plusDays(DAYS_AHEAD));
        int until = row.optional("until").isPresent()
                ? Columns.day(row, "until", LocalDate.ofEpochDay(day + (long) LONGEST_ABSENCE))
                : day;
        if (until < day) {
            throw new RowFaultException("until", "OUT_OF_RANGE", "until is before date");
        }
        long value = row.optionalWhole(said, 0, 1).orElse(1L);
        int known = Math.min(day, (int) today.toEpochDay());
        return (change, version) -> {
            for (int on = day; on <= until; on++) {
                change.value(key, on, value, known, version);
            }
        };
    }

    private static FactsApplier.Fact price(FeedRow row, LocalDate today) {
        String sku = row.matching("sku", Columns.SKU);
        String location = row.optionalMatching("location", Columns.LOCATION).orElse("");
        int day = Columns.day(row, "date", today.plusDays(DAYS_AHEAD));
        int known = known(row, day, today);
        Optional<Long> price = row.optionalWhole("priceMinor", 1, (long) MOST);
        Optional<Double> promotion = row.optional("promotion").map(text -> row.decimal("promotion", 0, 1));
        int until = row.optional("until").isPresent()
                ? Columns.day(row, "until", LocalDate.ofEpochDay(day + (long) LONGEST_PROMOTION))
                : day;
        if (price.isEmpty() && promotion.isEmpty()) {
            throw new RowFaultException("priceMinor", "MISSING_VALUE", "A row tells a price, a promotion, or both");
        }
        if (until < day) {
            throw new RowFaultException("until", "OUT_OF_RANGE", "until is before date");
        }
        return (change, version) -> {
            price.ifPresent(
                    minor -> change.value(new TrackKey(sku, location, TrackKey.PRICE), day, minor, known, version));
            promotion.ifPresent(strength -> {
                for (int on = day; on <= until; on++) {
                    change.value(
                            new TrackKey(sku, location, TrackKey.PROMOTION),
                            on,
                            strength,
                            Math.min(known, on),
                            version);
                }
            });
        };
    }

    private static FactsApplier.Fact signal(FeedRow row, LocalDate today, RunBook book) {
        String name = row.matching("signal", SIGNAL);
        if (OWN_NAMES.contains(name)) {
            throw new RowFaultException("signal", "INVALID_VALUE", name + " has a file of its own");
        }
        Optional<SignalKey> said =
                row.optional("keyType").map(text -> SignalKey.of(row.oneOf("keyType", SignalKey.names())));
        SignalKey declared = book.signalKey(name, said)
                .orElseThrow(() -> new RowFaultException(
                        "keyType",
                        "MISSING_VALUE",
                        "The first row of a signal declares its key: " + SignalKey.names()));
        if (said.isPresent() && said.get() != declared) {
            throw new RowFaultException(
                    "keyType", "KEY_MISMATCH", "The key of " + name + " was declared to be " + declared.text());
        }
        int day = Columns.day(row, "date", today.plusDays(DAYS_AHEAD));
        int known = known(row, day, today);
        boolean price = name.equals(SignalKey.COMPETITOR_PRICE);
        double value = row.decimal("value", price ? Double.MIN_VALUE : -MOST, MOST);
        TrackKey key = declared == SignalKey.SKU
                ? new TrackKey(
                        row.matching("key", Columns.SKU),
                        row.optionalMatching("location", Columns.LOCATION).orElse(""),
                        name)
                : new TrackKey(declared.text() + Groups.SHARED + row.matching("key", Columns.NAME), "", name);
        return (change, version) -> change.value(key, day, value, known, version);
    }

    private static FactsApplier.Fact product(FeedRow row, LocalDate today) {
        String sku = row.matching("sku", Columns.SKU);
        Optional<String> category = row.optionalMatching("category", Columns.NAME);
        List<String> locations = row.optional("locations").stream()
                .flatMap(text -> List.of(text.split(";")).stream())
                .map(String::strip)
                .toList();
        for (String location : locations) {
            if (!Columns.LOCATION.matcher(location).matches()) {
                throw new RowFaultException("locations", "INVALID_VALUE", "locations are ids with ; between them");
            }
        }
        String launch = row.optional("launchOn").isPresent()
                ? LocalDate.ofEpochDay(Columns.day(row, "launchOn", today.plusDays(DAYS_AHEAD)))
                        .toString()
                : today.toString();
        return (change, version) -> {
            category.ifPresent(name -> change.word(new TrackKey(sku, "", TrackKey.CATEGORY), name, version));
            locations.forEach(location -> change.word(new TrackKey(sku, location, TrackKey.LISTED), launch, version));
        };
    }

    /** A past value was known on its day unless the row says otherwise, a future one is known now. */
    private static int known(FeedRow row, int day, LocalDate today) {
        return row.optional("knownAt").isPresent()
                ? Columns.day(row, "knownAt", today)
                : Math.min(day, (int) today.toEpochDay());
    }
}
