package dev.tandem.dispatch;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestClock;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.commons.http.ApiContract;
import dev.tandem.commons.queue.SqsRecord;
import dev.tandem.dispatch.flow.TickQueue.TickMessage;
import dev.tandem.dispatch.store.DynamoDispatchBook;
import dev.tandem.dispatch.store.DynamoZoneBook;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A city with the whole of dispatch on tables of its own: the handlers as deployed, called with events as they come. */
final class Streets {
    static final String ZONE = "mitte";

    final TestClock clock = new TestClock("2026-03-02T11:00:00Z");
    final DynamoDbClient dynamoDb = DynamoInMemory.client();
    final Environment environment;
    final DynamoDispatchBook book;
    final DynamoZoneBook zones;
    /** Ticks that were asked for and not run. */
    final List<TickMessage> asked = new CopyOnWriteArrayList<>();

    final List<String> replays = new CopyOnWriteArrayList<>();
    final MemoryDrops drops = new MemoryDrops();
    final List<String> deadLetters = new CopyOnWriteArrayList<>();
    final List<String> reasons = new CopyOnWriteArrayList<>();
    private final Map<String, RequestStreamHandler> handlers = new HashMap<>();
    private int ticks;

    Streets() {
        String prefix = "Dispatch" + UUID.randomUUID() + "-";
        environment = Environment.of(Map.of(
                "DELIVERY_TABLE", table(prefix + "Delivery", false),
                "COURIER_TABLE", table(prefix + "Courier", true),
                "DISPATCH_ZONE_TABLE", table(prefix + "Zone", true),
                "CAMPUS_TABLE", table(prefix + "Campus", true),
                "DISPATCH_LOG_TABLE", table(prefix + "Log", true),
                "IDEMPOTENCY_TABLE", table(prefix + "Idempotency", false)));
        book = new DynamoDispatchBook(environment, dynamoDb, clock);
        zones = new DynamoZoneBook(environment, dynamoDb);
        handlers.put("UnmannedVehicles", new UnmannedVehiclesHandler(environment, dynamoDb, clock));
        handlers.put("SubmitDelivery", new SubmitDeliveryHandler(environment, dynamoDb, clock));
        handlers.put("CancelDelivery", new CancelDeliveryHandler(environment, dynamoDb, clock));
        handlers.put("GetDispatch", new GetDispatchHandler(environment, dynamoDb, clock));
        handlers.put("ConfigureDispatch", new ConfigureDispatchHandler(environment, dynamoDb, replays::add, clock));
        handlers.put("UpdateCourier", new UpdateCourierHandler(environment, dynamoDb, clock));
        handlers.put("PutCourierPosition", new PutCourierPositionHandler(environment, dynamoDb, clock));
        handlers.put("GetOffers", new GetOffersHandler(environment, dynamoDb, clock));
        handlers.put("AnswerOffer", new AnswerOfferHandler(environment, dynamoDb, clock));
        handlers.put("ReportTrip", new ReportTripHandler(environment, dynamoDb, clock));
        handlers.put(
                "MatchDispatch",
                new MatchDispatchHandler(
                        environment, dynamoDb, (message, delay) -> asked.add(message), this::setAside, clock));
        handlers.put(
                "SweepDispatch",
                new SweepDispatchHandler(environment, dynamoDb, (message, delay) -> asked.add(message), clock));
        handlers.put("IngestDeliveries", new IngestDeliveriesHandler(environment, dynamoDb, this::setAside, clock));
        handlers.put(
                "IngestCourierPositions",
                new IngestCourierPositionsHandler(environment, dynamoDb, this::setAside, clock));
        handlers.put("ReplayDispatch", new ReplayDispatchHandler(environment, dynamoDb, this::setAside));
        handlers.put("IngestWeather", new IngestWeatherHandler(environment, dynamoDb, this::setAside, clock));
        handlers.put("ImportWeather", new ImportWeatherHandler(environment, dynamoDb, drops, this::setAside, clock));
        zone(ZONE, 52.50, 13.35, 52.55, 13.45);
    }

    private void setAside(SqsRecord message, String code, String reason) {
        deadLetters.add(code);
        reasons.add(reason);
    }

    private static String table(String name, boolean sorted) {
        DynamoInMemory.create(name, sorted, null);
        return name;
    }

    void zone(String zone, double south, double west, double north, double east) {
        Answer answer = operations(
                "PUT", "/v1/dispatch/zones/" + zone, String.format(Locale.ROOT, """
                    {"name":"Mitte","timeZone":"Europe/Berlin","bounds":{"south":%f,"west":%f,"north":%f,"east":%f}}\
                    """, south, west, north, east));
        answer.expect(200);
    }

    /** What the API answered. */
    record Answer(int status, String raw, Map<String, String> headers) {
        JsonNode body() {
            return Json.tree(raw);
        }

        String code() {
            return body().path("code").asText();
        }

        String text(String pointer) {
            return body().at(pointer).asText();
        }

        Answer expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", was " + status + " " + raw);
            }
            return this;
        }
    }

    Answer shop(String method, String path, @Nullable String body) {
        return call(method, path, body, "shop", "", UUID.randomUUID().toString(), Map.of());
    }

    Answer courier(String courierId, String method, String path, @Nullable String body) {
        return call(
                method,
                "/v1/couriers/" + courierId + path,
                body,
                courierId,
                "couriers",
                UUID.randomUUID().toString(),
                Map.of());
    }

    Answer operations(String method, String path, @Nullable String body) {
        return call(
                method,
                path,
                body,
                "chief",
                "staff,operations",
                UUID.randomUUID().toString(),
                Map.of());
    }

    /** Through the contract to the function that serves the route, and the answer held against the contract. */
    Answer call(
            String method,
            String path,
            @Nullable String body,
            String subject,
            String groups,
            String key,
            Map<String, String> headers) {
        ApiContract.Route route = ApiContract.route(method, path);
        ObjectNode event = Json.object().put("httpMethod", method).put("path", path);
        event.put("body", body).put("isBase64Encoded", false);
        route.parameters().forEach(event.putObject("pathParameters")::put);
        ObjectNode sent = event.putObject("headers").put("Idempotency-Key", key).put("x-api-key", "shop-1");
        headers.forEach(sent::put);
        event.putObject("requestContext")
                .put("requestId", "request-1")
                .putObject("authorizer")
                .putObject("claims")
                .put("sub", subject)
                .put("cognito:groups", groups);
        JsonNode answer = run(route.function(), event);
        Map<String, String> got = new HashMap<>();
        answer.path("headers")
                .properties()
                .forEach(each -> got.put(each.getKey(), each.getValue().asText()));
        Answer given = new Answer(
                answer.path("statusCode").asInt(), answer.path("body").asText(), got);
        ApiContract.check(route.operationId(), given.status(), got.getOrDefault("Content-Type", ""), given.raw());
        return given;
    }

    private JsonNode run(String function, JsonNode event) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            Optional.ofNullable(handlers.get(function))
                    .orElseThrow(() -> new AssertionError("No function " + function))
                    .handleRequest(new ByteArrayInputStream(Json.writeBytes(event)), out, new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.tree(out.toByteArray());
    }

    /** Messages as a queue brings them; gives how many are to come again. */
    int messages(String function, Object... bodies) {
        ObjectNode event = Json.object();
        int number = 0;
        for (Object body : bodies) {
            event.withArray("Records")
                    .addObject()
                    .put("messageId", "message-" + number++)
                    .put("body", body instanceof String text ? text : Json.write(body));
        }
        return run(function, event).path("batchItemFailures").size();
    }

    /** A tick of its own minute, so that it is never one of the past. */
    void tick() {
        tick(ZONE);
    }

    void tick(String zone) {
        String chain = String.format(Locale.ROOT, "2026-03-02T11:%06d", ++ticks);
        if (messages("MatchDispatch", new TickMessage(zone, chain, 0)) != 0) {
            throw new AssertionError("the tick failed");
        }
    }

    JsonNode sweep() {
        return run("SweepDispatch", Json.object());
    }

    void onShift(String courierId, double lat, double lon) {
        courier(courierId, "PUT", "/shift", String.format(Locale.ROOT, """
                {"vehicle":"BICYCLE","lat":%f,"lon":%f}\
                """, lat, lon))
                .expect(200);
    }

    static String order(String reference, double lat, double lon) {
        return String.format(Locale.ROOT, """
                 {"reference":"%s","pickUp":{"lat":%f,"lon":%f,"place":"shop-1","address":"Torstrasse 1"},
                  "dropOff":{"lat":%f,"lon":%f,"address":"Invalidenstrasse 3"},"weightKg":2.5}\
                 """, reference, lat, lon, lat + 0.008, lon + 0.01);
    }

    /** Asks for a delivery near the middle; gives its id. */
    String submit(String reference) {
        return shop("POST", "/v1/deliveries", order(reference, 52.525, 13.40))
                .expect(201)
                .text("/deliveryId");
    }

    JsonNode delivery(String deliveryId) {
        return shop("GET", "/v1/deliveries/" + deliveryId, null).expect(200).body();
    }

    String state(String deliveryId) {
        return delivery(deliveryId).path("state").asText();
    }

    JsonNode offers(String courierId) {
        return courier(courierId, "GET", "/offers", null).expect(200).body();
    }

    /** The one offer that the courier has, or an empty text. */
    String offer(String courierId) {
        return offers(courierId).at("/offers/0/offerId").asText();
    }
}
