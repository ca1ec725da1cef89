package dev.tandem.forecast;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestClock;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.forecast.refresh.Publication;
import dev.tandem.forecast.refresh.RunTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An installation of its own: table, buckets, a clock, and the functions around them. */
final class ForecastWorld {
    final TestClock clock = new TestClock("2026-03-02T09:00:00Z");
    final MemoryFiles files = new MemoryFiles();
    final MemoryDrops drops = new MemoryDrops();
    final List<Publication.Announcement> announced = new ArrayList<>();
    final String table = "Forecast" + UUID.randomUUID();
    final RunTable book;
    private int dropped;

    ForecastWorld() {
        DynamoInMemory.create(table, true, null);
        book = new RunTable(DynamoInMemory.client(), table);
    }

    /** The groups that planning was told of. */
    List<Publication.ChangedGroup> changedGroups() {
        return announced.stream()
                .filter(Publication.ChangedGroup.class::isInstance)
                .map(Publication.ChangedGroup.class::cast)
                .toList();
    }

    FeedReport sales(String content) {
        String key = "partner-drops/demand-sales/" + ++dropped + ".csv";
        drops.drop(key, content.getBytes(StandardCharsets.UTF_8));
        return deliver(key);
    }

    /** Drops a file of prices, signals or products. */
    FeedReport facts(String kind, String content) {
        String key = "partner-drops/" + kind + "/" + ++dropped + ".csv";
        drops.drop(key, content.getBytes(StandardCharsets.UTF_8));
        return deliver(key);
    }

    FeedReport deliver(String key) {
        FeedFileTable remembered = new FeedFileTable(DynamoInMemory.client(), table);
        DeadLetters none = (message, code, reason) -> {
            throw new AssertionError(code + " " + reason);
        };
        RequestStreamHandler handler = key.contains("demand-sales")
                ? new ImportSalesHandler(book, files, remembered, drops, none, clock)
                : new ImportSignalsHandler(book, files, remembered, drops, none, clock);
        ObjectNode batch = Json.object();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "m")
                .put(
                        "body",
                        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventTime\":\"t\",\"s3\":{\"object\":{\"key\":\""
                                + key + "\",\"sequencer\":\"1\"}}}]}");
        call(handler, batch);
        return drops.report(key);
    }

    JsonNode plan(String execution) {
        return call(
                new PlanRefreshHandler(book, files, "data", clock),
                Json.object().put("refresh", execution));
    }

    List<Integer> items(JsonNode plan) {
        return Json.tree(files.read(plan.path("key").asText()).orElseThrow())
                .valueStream()
                .map(item -> item.path("group").asInt())
                .toList();
    }

    /** How many series a pool was learnt from. */
    int learn(JsonNode plan) {
        return plan.path("learns").asBoolean()
                ? call(
                                new LearnDemandPoolHandler(book, files, clock),
                                Json.object().put("plan", plan.path("plan").asText()))
                        .path("series")
                        .asInt()
                : 0;
    }

    int refresh(String plan, List<Integer> groups) {
        ObjectNode input = Json.object().put("plan", plan);
        groups.forEach(group -> input.withArray("groups").addObject().put("group", group));
        return call(new RefreshForecastHandler(book, files, clock), input)
                .path("groups")
                .asInt();
    }

    JsonNode reconcile(String plan) {
        return call(
                new ReconcileForecastsHandler(book, files, clock), Json.object().put("plan", plan));
    }

    JsonNode aggregate(String query) {
        ObjectNode event = api("GET", "/v1/forecast-aggregates");
        parameters(event, query);
        return call(new GetForecastAggregateHandler(book, files), event);
    }

    JsonNode publish(String plan) {
        return publish(plan, "");
    }

    JsonNode publish(String plan, String note) {
        return call(
                new PublishForecastHandler(book, files, announced::addAll, clock),
                Json.object().put("plan", plan).put("note", note));
    }

    /** A whole run. */
    JsonNode run(String execution) {
        JsonNode plan = plan(execution);
        if (!plan.path("status").asText().equals("RUNNING")) {
            return plan;
        }
        learn(plan);
        refresh(plan.path("plan").asText(), items(plan));
        reconcile(plan.path("plan").asText());
        return publish(plan.path("plan").asText());
    }

    /** The API's answer: status and body. */
    JsonNode forecast(String sku, String query) {
        return get("/v1/forecasts/" + sku, sku, query);
    }

    JsonNode get(String path, String sku, String query) {
        ObjectNode event = api("GET", path);
        event.putObject("pathParameters").put("sku", sku);
        parameters(event, query);
        return call(new GetForecastHandler(book, files), event);
    }

    private static void parameters(ObjectNode event, String query) {
        ObjectNode parameters = event.putObject("queryStringParameters");
        if (!query.isEmpty()) {
            for (String pair : query.split("&")) {
                parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
            }
        }
    }

    JsonNode supposed(String sku, String signal) {
        ObjectNode event = api("GET", "/v1/forecasts/" + sku + "/what-if");
        event.putObject("pathParameters").put("sku", sku);
        event.putObject("multiValueQueryStringParameters").putArray("signal").add(signal);
        return call(new GetForecastHandler(book, files), event);
    }

    JsonNode progress(String id) {
        ObjectNode event = api("GET", "/v1/forecast-refreshes/" + id);
        event.putObject("pathParameters").put("refreshId", id);
        return Json.tree(call(new GetForecastRefreshHandler(book, clock), event)
                .path("body")
                .asText());
    }

    static ObjectNode api(String method, String path) {
        ObjectNode event =
                Json.object().put("httpMethod", method).put("path", path).putNull("body");
        event.putObject("headers").put("Idempotency-Key", "key-0001");
        event.withObject("/requestContext/authorizer/claims").put("sub", "s").put("cognito:groups", "staff");
        return event;
    }

    static JsonNode body(JsonNode answer) {
        return Json.tree(answer.path("body").asText());
    }

    static JsonNode call(RequestStreamHandler handler, Object input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(Json.writeBytes(input)), out, new TestContext());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return Json.tree(out.toByteArray());
    }

    /** So many days of sales before the clock's day, of a few SKUs at two locations. */
    static String history(int days, int skus) {
        StringBuilder csv = new StringBuilder("sku,location,date,quantity\n");
        java.time.LocalDate last = java.time.LocalDate.parse("2026-03-01");
        for (int sku = 0; sku < skus; sku++) {
            for (int day = 0; day < days; day++) {
                for (String location : List.of("NORTH", "SOUTH")) {
                    csv.append("SKU-")
                            .append(sku)
                            .append(',')
                            .append(location)
                            .append(',')
                            .append(last.minusDays(day))
                            .append(',')
                            .append(2 + (day + sku) % 7)
                            .append('\n');
                }
            }
        }
        return csv.toString();
    }

    Map<String, byte[]> objects() {
        return files.objects;
    }
}
