package dev.tandem.stock.feed;

import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.drops.DropBucket;
import dev.tandem.commons.drops.DropStore;
import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedImporter;
import dev.tandem.commons.drops.FeedImports;
import dev.tandem.commons.feed.FeedLimits;
import dev.tandem.stock.Location;
import dev.tandem.stock.LocationTable;
import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/** The imports of this domain, built from what a function is given. */
public final class StockImports {
    /** Transactions in flight; more only conflict. */
    static final int AT_ONCE = 4;

    private StockImports() {}

    /** The import of one kind on the tables and the bucket that the function is deployed with. */
    public static FeedImports deployed(StockFeed feed, Environment environment) {
        return of(
                feed,
                new FeedStore(environment, Clients.dynamoDb()),
                new DropBucket(Clients.s3(), environment.require("PARTNER_BUCKET")),
                Clock.systemUTC());
    }

    /** The import of one kind as production runs it. */
    public static FeedImports of(StockFeed feed, FeedStore store, DropStore drops, Clock clock) {
        return new FeedImports(feed.kind(), importer(feed, store, drops, clock, FeedLimits.DEFAULT, windowRows(feed)));
    }

    /**
     * Rows that are booked and remembered together: what a crash may have to do again. Sales of a window are added up by SKU, so a
     * large one saves writes; a stock row is a write of its own, and a window must end well within the time of one call.
     */
    private static int windowRows(StockFeed feed) {
        return feed == StockFeed.SALES ? 25_000 : 5_000;
    }

    static FeedImporter importer(
            StockFeed feed, FeedStore store, DropStore drops, Clock clock, FeedLimits limits, int windowRows) {
        LocationTable locations = store.locations();
        FeedApplier applier = switch (feed) {
            case STOCK -> {
                WatermarkTable watermarks = store.watermarks();
                StockChunks chunks = new StockChunks(store.stock(), store.poster(), watermarks, clock);
                yield new StockApplier(chunks, watermarks, clock, windowRows, AT_ONCE);
            }
            case SALES -> new SalesApplier(store.claims(), store.poster(), clock, windowRows, AT_ONCE);
            case LOCATIONS -> new LocationsApplier(locations, clock);
        };
        return new FeedImporter(applier, drops, store.files(), ids -> known(ids, locations), limits, clock);
    }

    private static Set<String> known(Set<String> ids, LocationTable locations) {
        if (ids.isEmpty()) {
            return Set.of();
        }
        Set<String> known =
                locations.all().stream().map(Location::locationId).collect(Collectors.toCollection(HashSet::new));
        known.retainAll(ids);
        return known;
    }
}
