package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.forecast.export.ExportTable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** All forecasts of one version as files, whatever is published or breaks meanwhile. */
class ExportJourneyTest {
    private final ForecastWorld world = new ForecastWorld();
    private final ExportTable exports = new ExportTable(DynamoInMemory.client(), world.table);

    private JsonNode plan(String id) {
        return ForecastWorld.call(
                new PlanForecastExportHandler(world.book, exports, world.files, "data", world.clock),
                Json.object().put("export", id));
    }

    private RequestStreamHandler writer() {
        return new WriteForecastExportHandler(world.book, exports, world.files, world.clock);
    }

    private static ObjectNode parts(String id, JsonNode plan) {
        ObjectNode input = Json.object().put("export", id);
        input.putArray("parts");
        for (int part = 1; part <= plan.path("parts").asInt(); part++) {
            input.withArray("parts").addObject().put("part", part);
        }
        return input;
    }

    private JsonNode finish(String id) {
        return ForecastWorld.call(
                new FinishForecastExportHandler(world.book, exports, world.files, world.clock),
                Json.object().put("export", id));
    }

    private JsonNode told(String id) {
        ObjectNode event = ForecastWorld.api("GET", "/v1/forecast-exports/" + id);
        event.putObject("pathParameters").put("exportId", id);
        return ForecastWorld.body(ForecastWorld.call(
                new GetForecastExportHandler(exports, key -> "https://data/" + key + "?signed", world.clock), event));
    }

    private List<String> lines(String key) {
        try (GZIPInputStream in =
                new GZIPInputStream(new ByteArrayInputStream(world.objects().get(key)))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> rows(String id) {
        List<String> rows = new ArrayList<>();
        for (JsonNode file : told(id).path("files")) {
            if (file.path("name").asText().startsWith("part-")) {
                List<String> lines = lines(
                        "exports/forecasts/" + id + "/" + file.path("name").asText());
                rows.addAll(lines.subList(1, lines.size()));
            }
        }
        return rows;
    }

    @Test
    void everySeriesIsExportedAsItIsToldAndTheFilesAreWhatTheManifestSays() throws Exception {
        world.sales(ForecastWorld.history(90, 9));
        world.facts("demand-products", "sku,category\nSKU-0,=cmd|' /C calc'!A0\nSKU-1,\"Toys, \"\"soft\"\"\"\n");
        world.run("run-1");
        JsonNode plan = plan("export-1");
        assertThat(plan.path("status").asText()).isEqualTo("RUNNING");
        assertThat(told("export-1").path("status").asText()).isEqualTo("RUNNING");
        assertThat(told("export-1").has("files")).isFalse();
        ForecastWorld.call(writer(), parts("export-1", plan));
        assertThat(finish("export-1").path("status").asText()).isEqualTo("DONE");

        JsonNode export = told("latest");
        assertThat(export.path("version").asText()).isEqualTo("run-1");
        assertThat(export.path("partsDone").asInt())
                .isEqualTo(plan.path("parts").asInt());
        assertThat(export.path("manifestUrl").asText())
                .isEqualTo("https://data/exports/forecasts/export-1/manifest.json?signed");
        JsonNode manifest = Json.tree(world.objects().get("exports/forecasts/export-1/manifest.json"));
        assertThat(manifest.path("rows").asLong()).isEqualTo(18 * (13 + 28));
        assertThat(manifest.path("columns").toString()).contains("\"q0.05\",\"q0.10\"", "\"q0.90\",\"q0.95\"]");
        for (JsonNode file : export.path("files")) {
            String key = "exports/forecasts/export-1/" + file.path("name").asText();
            byte[] content = world.objects().get(key);
            assertThat(file.path("sha256").asText())
                    .isEqualTo(HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
            assertThat(lines(key)).hasSize(file.path("rows").asInt() + 1);
            assertThat(file.path("bytes").asInt()).isEqualTo(content.length);
        }

        Map<String, Double> first = new HashMap<>();
        for (String row : rows("export-1")) {
            if (row.contains(",week,2026-03-02,")) {
                String[] cells = row.split(",week,2026-03-02,", 2);
                first.put(cells[0].substring(0, 12), Double.parseDouble(cells[1].split(",")[0]));
            }
        }
        assertThat(first).hasSize(18);
        first.forEach((series, mean) -> {
            String[] names = series.split(",");
            assertThat(mean)
                    .isCloseTo(
                            ForecastWorld.body(world.forecast(names[0], "location=" + names[1]))
                                    .at("/steps/0/mean")
                                    .asDouble(),
                            Offset.offset(0.0011));
        });
        assertThat(rows("export-1"))
                .anyMatch(row -> row.startsWith("SKU-0,NORTH,NORTH,'=cmd|' /C calc'!A0,"))
                .anyMatch(row -> row.startsWith("SKU-1,NORTH,NORTH,\"Toys, \"\"soft\"\"\","));
        List<String> sums = lines("exports/forecasts/export-1/sums.csv.gz");
        assertThat(sums).anyMatch(row -> row.startsWith("total,,18,2026-03-01,week,2026-03-02,"));
        double total = Double.parseDouble(sums.stream()
                .filter(row -> row.startsWith("total,,18,2026-03-01,week,2026-03-02,"))
                .findFirst()
                .orElseThrow()
                .split(",")[6]);
        assertThat(first.values().stream().mapToDouble(Double::doubleValue).sum())
                .isCloseTo(total, Offset.offset(0.02));
    }

    @Test
    void anExportThatBreaksOffIsGoneOnWithAndNothingIsWrittenTwice() {
        world.sales(ForecastWorld.history(60, 30));
        world.run("run-1");
        JsonNode plan = plan("export-1");
        world.files.beforeWrite = key -> {
            if (key.endsWith(".csv.gz")) {
                throw new IllegalStateException("killed");
            }
        };
        assertThatThrownBy(() -> ForecastWorld.call(writer(), parts("export-1", plan)))
                .hasMessageContaining("killed");
        assertThatThrownBy(() -> finish("export-1")).hasMessageContaining("parts are written");
        world.files.beforeWrite = key -> {};
        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity\nSKU-7,NORTH,2026-03-01,40\n");
        world.run("run-2");

        JsonNode again = plan("export-1");
        ForecastWorld.call(writer(), parts("export-1", again));
        ForecastWorld.call(writer(), parts("export-1", again));
        finish("export-1");
        finish("export-1");

        assertThat(told("export-1").path("version").asText()).isEqualTo("run-1");
        assertThat(world.files.writes.entrySet().stream()
                        .filter(write -> write.getKey().endsWith(".csv.gz"))
                        .map(write -> write.getValue().get()))
                .containsOnly(1);
        assertThat(rows("export-1")).hasSize(60 * (13 + 28));
    }

    /** Three versions are published while an export runs: it still finds its own, and the files go when it has ended. */
    @Test
    void theVersionOfAnExportStaysUntilItHasEnded() {
        publish(1);
        JsonNode plan = plan("export-1");
        publish(2);
        publish(3);
        publish(4);
        assertThat(world.objects().keySet()).anyMatch(key -> key.contains("/run-1/forecasts"));
        ForecastWorld.call(writer(), parts("export-1", plan));
        finish("export-1");
        assertThat(rows("export-1")).isNotEmpty();

        publish(5);
        assertThat(world.objects().keySet().stream().filter(key -> key.startsWith("forecast/groups/")))
                .noneMatch(key -> key.contains("run-1") || key.contains("run-2") || key.contains("run-3"));
        assertThat(world.objects().keySet().stream().filter(key -> key.startsWith("forecast/manifests/")))
                .containsExactlyInAnyOrder("forecast/manifests/run-4.json", "forecast/manifests/run-5.json");
    }

    private void publish(int run) {
        world.sales(ForecastWorld.history(30, 10).replaceAll("(?m),\\d+$", "," + run));
        world.run("run-" + run);
        world.clock.advance(Duration.ofMinutes(10));
    }

    @Test
    void anExportThatTookTooLongFailsAndSaysWhatToDo() {
        publish(1);
        JsonNode plan = plan("export-1");
        world.clock.advance(Duration.ofMinutes(61));
        publish(2);
        publish(3);
        assertThatThrownBy(() -> ForecastWorld.call(writer(), parts("export-1", plan)))
                .hasMessageContaining("run-1 is gone")
                .hasMessageContaining("start another");
        ForecastWorld.call(
                new FinishForecastExportHandler(world.book, exports, world.files, world.clock),
                Map.of("export", "export-1", "failure", Map.of("error", "VersionGone", "cause", "gone")));
        assertThat(told("export-1").path("status").asText()).isEqualTo("FAILED");
        assertThat(told("export-1").path("note").asText()).contains("VersionGone");
        assertThat(plan("export-1").path("status").asText()).isEqualTo("FAILED");
    }

    @Test
    void beforeTheFirstPublicationThereIsNothingToExport() {
        assertThat(plan("export-1").path("status").asText()).isEqualTo("FAILED");
        assertThat(told("export-1").path("note").asText()).contains("No forecasts");
        ObjectNode unknown = ForecastWorld.api("GET", "/v1/forecast-exports/latest");
        unknown.putObject("pathParameters").put("exportId", "latest");
        assertThat(ForecastWorld.body(ForecastWorld.call(
                                new GetForecastExportHandler(exports, key -> key, world.clock), unknown))
                        .path("code")
                        .asText())
                .isEqualTo("EXPORT_NOT_FOUND");
    }

    @Test
    void aRepeatedRequestFindsTheSameExportAndHearsTheSame() {
        List<String> started = new ArrayList<>();
        StartForecastExportHandler handler = new StartForecastExportHandler(exports, started::add, world.clock);
        ObjectNode event = ForecastWorld.api("POST", "/v1/forecast-exports");
        JsonNode first = ForecastWorld.call(handler, event);
        world.clock.advance(Duration.ofMinutes(3));
        publish(1);
        plan(started.getFirst());
        JsonNode again = ForecastWorld.call(handler, event);

        assertThat(first.path("statusCode").asInt()).isEqualTo(202);
        assertThat(again.path("statusCode")).isEqualTo(first.path("statusCode"));
        assertThat(again.path("body")).isEqualTo(first.path("body"));
        assertThat(started).hasSize(2).allMatch(started.getFirst()::equals);
        assertThat(told(started.getFirst()).path("status").asText()).isEqualTo("RUNNING");

        event.withObject("/requestContext/authorizer/claims").put("cognito:groups", "");
        assertThat(ForecastWorld.call(handler, event).path("statusCode").asInt())
                .isEqualTo(403);
    }

    private JsonNode start(String key, String body) {
        ObjectNode event = ForecastWorld.api("POST", "/v1/forecast-exports").put("body", body);
        event.withObject("/headers").put("Idempotency-Key", key);
        return ForecastWorld.call(new StartForecastExportHandler(exports, name -> {}, world.clock), event);
    }

    /** SKU and location of the series in an export of a filter. */
    private Set<String> exported(String key, String filter) {
        String id = ForecastWorld.body(start(key, filter)).path("exportId").asText();
        ForecastWorld.call(writer(), parts(id, plan(id)));
        finish(id);
        assertThat(told(id).path("status").asText()).isEqualTo("DONE");
        assertThat(told(id).path("filter")).isEqualTo(Json.tree(filter.getBytes(StandardCharsets.UTF_8)));
        return rows(id).stream()
                .map(row -> row.substring(0, row.indexOf(',', row.indexOf(',') + 1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void aFilterLeavesOnlyTheSeriesThatFitAllOfIt() {
        world.sales("sku,location,date,quantity,region,category\n"
                + "A,LYON,2026-03-01,3,FR,Toys\nA,BONN,2026-03-01,3,DE,Toys\n"
                + "B,LYON,2026-03-01,3,FR,Home\nC,LYON,2026-03-01,3,FR,\n");
        world.run("run-1");
        assertThat(exported("filter-01", "{\"category\":\"Toys\"}")).containsExactly("A,BONN", "A,LYON");
        assertThat(exported("filter-02", "{\"category\":\"Toys\",\"region\":\"FR\"}"))
                .containsExactly("A,LYON");
        assertThat(exported("filter-03", "{\"location\":\"LYON\"}")).containsExactly("A,LYON", "B,LYON", "C,LYON");
        assertThat(exported("filter-04", "{\"category\":\"(none)\"}")).containsExactly("C,LYON");
        assertThat(exported("filter-05", "{\"category\":\"Cars\"}")).isEmpty();

        ObjectNode latest = ForecastWorld.api("GET", "/v1/forecast-exports/latest");
        latest.putObject("pathParameters").put("exportId", "latest");
        assertThat(ForecastWorld.call(new GetForecastExportHandler(exports, key -> key, world.clock), latest)
                        .path("statusCode")
                        .asInt())
                .as("none of them is of all forecasts")
                .isEqualTo(404);
    }

    @Test
    void filtersThatCannotBeAreRefusedAndAKeyHasOneFilter() {
        assertThat(start("filter-06", "{\"colour\":\"red\"}").path("statusCode").asInt())
                .isEqualTo(400);
        assertThat(start("filter-07", "{\"category\":\"\"}").path("statusCode").asInt())
                .isEqualTo(400);
        assertThat(start("filter-08", "{\"region\":\"FR\"}").path("statusCode").asInt())
                .isEqualTo(202);
        JsonNode other = start("filter-08", "{\"region\":\"DE\"}");
        assertThat(other.path("statusCode").asInt()).isEqualTo(409);
        assertThat(ForecastWorld.body(other).path("code").asText()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(start("filter-09", "{}").path("statusCode").asInt()).isEqualTo(202);
        assertThat(ForecastWorld.body(start("filter-09", "")).has("filter")).isFalse();
    }
}
