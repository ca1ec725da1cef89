package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.drops.UploadSignatures;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.commons.http.ApiContract;
import dev.tandem.returns.lifecycle.InsightFiles;
import dev.tandem.returns.lifecycle.Lifecycle;
import dev.tandem.returns.lifecycle.LifecycleMetrics;
import dev.tandem.returns.lifecycle.LifecycleSteps;
import dev.tandem.returns.lifecycle.Outgoing;
import dev.tandem.returns.lifecycle.Postman;
import dev.tandem.returns.rma.PhotoCheck;
import dev.tandem.returns.rma.PhotoInspector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** A whole returns domain on tables of its own: the handlers as deployed, called with events as API Gateway sends them. */
final class Desk {
    static final String SHOPPER = "shopper-1";

    volatile Instant now = Instant.parse("2026-03-02T09:00:00Z");
    final Clock clock = new Clock() {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    };
    final DynamoDbClient dynamoDb = DynamoInMemory.client();
    final Environment environment;
    /** Keys of photos that have arrived, and what an inspection finds. */
    final Set<String> uploaded = ConcurrentHashMap.newKeySet();

    final List<PhotoCheck> checks = new ArrayList<>();
    /** What left the domain, in order. */
    final Queue<Outgoing> sent = new ConcurrentLinkedQueue<>();

    /** Steps are written, but nothing is sent any more. */
    volatile boolean postmanIsDead;

    final Map<String, byte[]> objects = new ConcurrentHashMap<>();
    private final InsightFiles files = new InsightFiles() {
        @Override
        public Optional<byte[]> read(String key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public void write(String key, byte[] json) {
            objects.put(key, json);
        }
    };
    private final Map<String, RequestStreamHandler> handlers;

    Desk() {
        String prefix = "Returns" + UUID.randomUUID() + "-";
        environment = Environment.of(Map.of(
                "ORDER_TABLE", table(prefix + "Order", Map.of("byShopper", List.of("shopperId", "orderedAt"))),
                "RETURN_TABLE",
                        table(
                                prefix + "Return",
                                Map.of(
                                        "byShopper",
                                        List.of("shopperId", "createdAt"),
                                        "byDay",
                                        List.of("day", "createdAt"),
                                        "byDeadline",
                                        List.of("deadlineShard", "deadlineAt"))),
                "LIFECYCLE_TABLE",
                        table(
                                prefix + "Lifecycle",
                                Map.of("byDay", List.of("clockDay", "pk"), "byAge", List.of("outbox", "writtenAt"))),
                "POLICY_TABLE", table(prefix + "Policy", Map.of()),
                "COUPON_TABLE", table(prefix + "Coupon", Map.of()),
                "IDEMPOTENCY_TABLE", table(prefix + "Idempotency", Map.of())));
        UploadSignatures signatures = (upload, lifetime) -> new UploadSignatures.Signed(
                "https://photos/" + upload.key(), Map.of("content-type", upload.contentType()));
        PhotoInspector inspector = rma -> new PhotoInspector.Inspection(
                checks,
                (int) rma.photos().stream()
                        .filter(slot -> uploaded.contains(slot.photoId()))
                        .count(),
                () -> {});
        handlers = Map.ofEntries(
                Map.entry("PutOrder", new PutOrderHandler(environment, dynamoDb, clock)),
                Map.entry("GetReturnable", new GetReturnableHandler(environment, dynamoDb, clock)),
                Map.entry("StartReturn", new StartReturnHandler(environment, dynamoDb, signatures, clock)),
                Map.entry("AddReturnPhotos", new AddReturnPhotosHandler(environment, dynamoDb, signatures, clock)),
                Map.entry("GetReturn", new GetReturnHandler(environment, dynamoDb, clock)),
                Map.entry("PrecheckReturn", new PrecheckReturnHandler(environment, dynamoDb, inspector, clock)),
                Map.entry("DecideReturn", new DecideReturnHandler(environment, dynamoDb, clock)),
                Map.entry("ChooseCompensation", new ChooseCompensationHandler(environment, dynamoDb, clock)),
                Map.entry("ArrangeCollection", new ArrangeCollectionHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("ChooseSlot", new ChooseSlotHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("ScanReturn", new ScanReturnHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("GradeReturn", new GradeReturnHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("PutSortingCentre", new PutSortingCentreHandler(environment, dynamoDb, clock)),
                Map.entry("GetReturnMetrics", new GetReturnMetricsHandler(environment, dynamoDb, clock)),
                Map.entry("AwaitReturnStep", new AwaitReturnStepHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("MoveReturn", new MoveReturnHandler(environment, dynamoDb, postman(), clock, NO_METRICS)),
                Map.entry("SettleReturn", new SettleReturnHandler(environment, dynamoDb, postman(), clock, NO_METRICS)),
                Map.entry(
                        "RelayReturnMessages", new RelayReturnMessagesHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("ExpireReturns", new ExpireReturnsHandler(environment, dynamoDb, postman(), clock)),
                Map.entry("WriteReturnInsights", new WriteReturnInsightsHandler(environment, dynamoDb, files, clock)),
                Map.entry("GetReturnInsights", new GetReturnInsightsHandler(files)),
                Map.entry("GetCoupon", new GetCouponHandler(environment, dynamoDb, clock)),
                Map.entry("RedeemCoupon", new RedeemCouponHandler(environment, dynamoDb, clock)),
                Map.entry("RevokeCoupon", new RevokeCouponHandler(environment, dynamoDb, clock)),
                Map.entry("AddReturnPolicy", new AddReturnPolicyHandler(environment, dynamoDb, clock)),
                Map.entry("ListReturnPolicies", new ListReturnPoliciesHandler(environment, dynamoDb, clock)),
                Map.entry("ActivateReturnPolicy", new ActivateReturnPolicyHandler(environment, dynamoDb, clock)),
                Map.entry("DryRunReturnPolicy", new DryRunReturnPolicyHandler(environment, dynamoDb, clock)));
    }

    static final LifecycleMetrics NO_METRICS = new LifecycleMetrics() {
        @Override
        public void moved(Lifecycle life, LifecycleSteps.Move move) {}

        @Override
        public void disposed(Lifecycle life) {}
    };

    private Postman postman() {
        return message -> {
            if (postmanIsDead) {
                throw new IllegalStateException("The process died");
            }
            sent.add(message);
        };
    }

    /** A task of the workflow. */
    JsonNode task(String function, String json) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handlers.get(function)
                    .handleRequest(
                            new ByteArrayInputStream(json.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                            out,
                            new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Json.tree(out.toByteArray());
    }

    private String table(String name, Map<String, List<String>> indexes) {
        List<String> attributes = new ArrayList<>(List.of("pk"));
        indexes.values()
                .forEach(keys ->
                        keys.stream().filter(key -> !attributes.contains(key)).forEach(attributes::add));
        dynamoDb.createTable(request -> {
            request.tableName(name)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(attributes.stream()
                            .map(each -> AttributeDefinition.builder()
                                    .attributeName(each)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                            .toList())
                    .keySchema(DynamoInMemory.key("pk", KeyType.HASH));
            if (!indexes.isEmpty()) {
                request.globalSecondaryIndexes(indexes.entrySet().stream()
                        .map(index -> GlobalSecondaryIndex.builder()
                                .indexName(index.getKey())
                                .keySchema(keys(index.getValue()))
                                .projection(projection -> projection.projectionType(ProjectionType.ALL))
                                .build())
                        .toList());
            }
        });
        return name;
    }

    private static List<KeySchemaElement> keys(List<String> names) {
        return List.of(DynamoInMemory.key(names.get(0), KeyType.HASH), DynamoInMemory.key(names.get(1), KeyType.RANGE));
    }

    /** What the API answered. */
    record Answer(int status, JsonNode body) {
        String code() {
            return body.path("code").asText();
        }

        String text(String pointer) {
            return body.at(pointer).asText();
        }
    }

    /** As the shopper of the sample order. */
    Answer shopper(String operation, String parameter, @Nullable String body) {
        return call(operation, parameter, body, SHOPPER, "", UUID.randomUUID().toString());
    }

    Answer staff(String operation, String parameter, @Nullable String body) {
        return call(
                operation, parameter, body, "clerk", "staff", UUID.randomUUID().toString());
    }

    /** The parameter is given under every name that a path has. */
    Answer call(String operation, String parameter, @Nullable String body, String subject, String groups, String key) {
        ObjectNode event = Json.object().put("httpMethod", "X").put("path", "/" + operation + "/" + parameter);
        event.put("body", body).put("isBase64Encoded", false);
        ObjectNode parameters = event.putObject("pathParameters");
        for (String name : List.of("orderId", "returnId", "version", "code", "centreId", "sku")) {
            parameters.put(name, parameter);
        }
        event.putObject("headers").put("Idempotency-Key", key).put("x-api-key", "shop-1");
        event.putObject("requestContext")
                .put("requestId", "request-1")
                .putObject("authorizer")
                .putObject("claims")
                .put("sub", subject)
                .put("cognito:groups", groups);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            handlers.get(operation)
                    .handleRequest(new ByteArrayInputStream(Json.writeBytes(event)), out, new TestContext());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JsonNode answer = Json.tree(out.toByteArray());
        ApiContract.check(
                operation,
                answer.path("statusCode").asInt(),
                answer.path("headers").path("Content-Type").asText(),
                answer.path("body").asText());
        return new Answer(
                answer.path("statusCode").asInt(), Json.tree(answer.path("body").asText()));
    }

    /** An order of three shirts at 49.90 EUR, delivered a week ago. */
    static String order(String category, int quantity, long price) {
        return """
            {"shopperId":"shopper-1","region":"DE","salesChannel":"online","currency":"EUR",
             "orderedAt":"2026-02-20T09:00:00Z","deliveredAt":"2026-02-23T12:00:00Z","updatedAt":"2026-02-23T12:05:00Z",
             "lines":[{"lineId":"1","sku":"WEAR-0005","gtin":"4006381333931","name":"Linen shirt","category":"%s",
                       "quantity":%d,"unitPriceMinor":%d}]}\
            """.formatted(category, quantity, price);
    }

    void order(String orderId, String details) {
        Answer answer = shopper("PutOrder", orderId, details);
        if (answer.status() != 200) {
            throw new AssertionError(answer.body());
        }
    }

    /** Opens a return of one line with one photo, which has arrived. */
    Answer open(String orderId, int quantity, String reason) {
        return open(orderId, quantity, reason, "courier");
    }

    Answer open(String orderId, int quantity, String reason, String channel) {
        Answer answer = shopper("StartReturn", "", """
            {"orderId":"%s","channel":"%s","lines":[{"lineId":"1","quantity":%d,"reason":"%s"}],
             "photos":[{"subject":"tag","contentType":"image/jpeg","sizeBytes":1000}]}\
            """.formatted(orderId, channel, quantity, reason));
        answer.body()
                .path("photos")
                .forEach(photo -> uploaded.add(photo.path("photoId").asText()));
        return answer;
    }

    /** Opens and checks a return; gives its id. */
    String approved(String orderId, int quantity, String reason) {
        return approved(open(orderId, quantity, reason));
    }

    String approved(Answer opened) {
        String id = opened.text("/returnId");
        Answer checked = shopper("PrecheckReturn", id, null);
        if (!checked.text("/state").equals("APPROVED")) {
            throw new AssertionError(checked.body());
        }
        return id;
    }
}
