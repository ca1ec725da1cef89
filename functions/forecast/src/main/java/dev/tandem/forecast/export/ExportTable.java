package dev.tandem.forecast.export;

import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.forecast.refresh.ForecastTable;
import dev.tandem.forecast.refresh.RunTable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Exports in the ForecastTable. Layout by pk / sk: {@code EXPORT#<id>/EXPORT} how it stands; {@code EXPORT#<id>/PART#<number>} what became of a
 * part; {@code EXPORT/LATEST} the one of all forecasts planned last; {@code HOLD/<id>} until when the files of its version are kept. Forgotten after a month, as the
 * files are.
 */
public final class ExportTable implements ExportBook {
    private static final Duration KEPT = Duration.ofDays(30);

    private final ForecastTable items;

    public ExportTable(DynamoDbClient dynamoDb, String table) {
        this.items = new ForecastTable(dynamoDb, table);
    }

    @Override
    public Export request(Export export) {
        return items.putIfAbsent(item(export)) ? export : find(export.id()).orElse(export);
    }

    @Override
    public void write(Export export) {
        items.put(item(export));
        if (export.status() == Export.Status.RUNNING && export.filter().equals(ExportFilter.ALL)) {
            Map<String, AttributeValue> latest = ForecastTable.key("EXPORT", "LATEST");
            latest.put("id", Items.of(export.id()));
            items.put(latest);
        }
    }

    private static Map<String, AttributeValue> item(Export export) {
        Map<String, AttributeValue> item = ForecastTable.key("EXPORT#" + export.id(), "EXPORT");
        item.put("export", Items.of(Json.write(export)));
        item.put("deleteAt", Items.of(export.requestedAt().plus(KEPT).getEpochSecond()));
        return item;
    }

    @Override
    public Optional<Export> find(String id) {
        return items.find("EXPORT#" + id, "EXPORT").map(item -> Json.read(Items.text(item, "export"), Export.class));
    }

    @Override
    public Optional<String> latest() {
        return items.find("EXPORT", "LATEST").map(item -> Items.text(item, "id"));
    }

    @Override
    public void hold(String id, Instant until) {
        Map<String, AttributeValue> item = ForecastTable.key(RunTable.HOLD, id);
        item.put("until", Items.of(until.toEpochMilli()));
        item.put("deleteAt", Items.of(until.plus(KEPT).getEpochSecond()));
        items.put(item);
    }

    @Override
    public void letGo(String id) {
        items.delete(RunTable.HOLD, id);
    }

    @Override
    public void done(String id, ExportFile part) {
        Map<String, AttributeValue> item = ForecastTable.key("EXPORT#" + id, "PART#%04d".formatted(part.number()));
        item.put("part", Items.of(Json.write(part)));
        item.put("deleteAt", Items.of(Instant.now().plus(KEPT).getEpochSecond()));
        items.put(item);
    }

    @Override
    public List<ExportFile> parts(String id) {
        return items.query("EXPORT#" + id, "PART#").stream()
                .map(item -> Json.read(Items.text(item, "part"), ExportFile.class))
                .toList();
    }
}
