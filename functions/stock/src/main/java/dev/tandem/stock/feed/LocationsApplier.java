package dev.tandem.stock.feed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.feed.BadLine;
import dev.tandem.commons.feed.FeedLine;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.stock.Codes;
import dev.tandem.stock.Location;
import dev.tandem.stock.LocationDetails;
import dev.tandem.stock.LocationTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Opens and changes locations: the fields of {@code PUT /v1/locations/{id}} as columns, each row a whole location. */
final class LocationsApplier implements FeedApplier {
    private static final List<String> STRUCTURED = List.of("openingHours", "exceptions", "fulfilment");
    private static final FeedSchema SCHEMA = FeedSchema.of(
                    List.of("locationId", "name", "kind", "lat", "lon", "timeZone", "fulfilment"),
                    List.of("openingHours", "exceptions", "preparation", "lowStockThreshold", "region"))
            .withStructured(STRUCTURED.toArray(String[]::new));

    private final LocationTable table;
    private final Clock clock;

    LocationsApplier(LocationTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @Override
    public FeedKind kind() {
        return StockFeed.LOCATIONS.kind();
    }

    @Override
    public FeedSchema schema() {
        return SCHEMA;
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        Map<String, Location> known = new HashMap<>();
        table.all().forEach(location -> known.put(location.locationId(), location));
        Set<String> seen = new HashSet<>();
        for (FeedLine line = reader.next(); line != null; line = reader.next()) {
            switch (line) {
                case BadLine bad -> run.reject(bad);
                case FeedRow row -> {
                    try {
                        apply(parse(row), known, seen, run);
                    } catch (RowFaultException e) {
                        run.reject(row.bad(e));
                    }
                }
            }
        }
    }

    private void apply(Location location, Map<String, Location> known, Set<String> seen, FeedRun run) {
        if (!seen.add(location.locationId())) {
            throw new RowFaultException("locationId", "DUPLICATE_LOCATION", "A file names a location once");
        }
        if (location.equals(known.get(location.locationId()))) {
            run.unchanged(1);
        } else {
            table.put(location, clock.instant());
            run.applied(1);
        }
    }

    static Location parse(FeedRow row) {
        String id = row.text("locationId");
        if (!Codes.isLocation(id)) {
            throw new RowFaultException(
                    "locationId",
                    "INVALID_VALUE",
                    "locationId takes 1 to 32 letters, digits, '-' and '_', and is not 'auto'");
        }
        ObjectNode details = Json.object();
        for (String column : List.of("name", "kind", "timeZone", "preparation", "region")) {
            row.optional(column).ifPresent(value -> details.put(column, value));
        }
        details.put("lat", row.decimal("lat", -90, 90));
        details.put("lon", row.decimal("lon", -180, 180));
        row.optionalWhole("lowStockThreshold", 0, 100_000)
                .ifPresent(pieces -> details.put("lowStockThreshold", pieces));
        for (String column : STRUCTURED) {
            row.optional(column).ifPresent(value -> structured(details, column, value));
        }
        try {
            return new Location(id, Json.read(details, LocationDetails.class));
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new RowFaultException(null, "INVALID_LOCATION", rootMessage(e));
        }
    }

    private static void structured(ObjectNode details, String column, String value) {
        if (column.equals("fulfilment") && !value.startsWith("[")) {
            ArrayNode list = details.putArray(column);
            for (String one : value.split(";", -1)) {
                list.add(one.strip());
            }
            return;
        }
        try {
            details.set(column, Json.mapper().readTree(value));
        } catch (JsonProcessingException e) {
            throw new RowFaultException(column, "INVALID_VALUE", column + " is not JSON");
        }
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        // Jackson adds its own classes and the place in a text that the partner never sent
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("The location cannot be read");
    }
}
