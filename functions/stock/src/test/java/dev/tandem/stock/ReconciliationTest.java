package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.local.stepfunctions.StepFunctionsEngine;
import dev.tandem.local.stepfunctions.TaskCall;
import dev.tandem.local.stepfunctions.TaskFailedException;
import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.stock.reconciliation.Difference;
import dev.tandem.stock.reconciliation.ReconciliationFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The workflow as deployed, its functions against DynamoDB Local. */
class ReconciliationTest {
    private static final String ARN = "arn:aws:states:eu-central-1:000000000000:stateMachine:StockReconciliation";
    private static final String BUCKET = "data";
    private final Shop shop = new Shop("Reconciliation" + System.nanoTime()).open();
    private final MemoryFiles files = new MemoryFiles();
    private final List<Difference> queued = new ArrayList<>();
    private final Environment environment =
            Environment.of(Map.of("STOCK_TABLE", shop.tables.stock(), "MOVEMENT_TABLE", shop.tables.movements()));
    private final Map<String, com.amazonaws.services.lambda.runtime.RequestStreamHandler> functions = Map.of(
            "PlanReconciliation", new PlanReconciliationHandler(shop.locations, files),
            "ReconcileLocation", new ReconcileLocationHandler(environment, shop.dynamoDb, files),
            "FinishReconciliation", new FinishReconciliationHandler(files, (id, difference) -> queued.add(difference)));
    private String broken = "none";

    @Test
    void reportsThatLedgerAndBalancesAgree() throws Exception {
        shop.stock("CAM", "A1", 5);
        shop.stock("CAM", "A1", -2);
        shop.stock("CRO", "A2", -3);

        JsonNode report = run("SUCCEEDED");

        assertThat(report.path("status").asText()).isEqualTo("AGREES");
        assertThat(report.path("locations").asInt()).isEqualTo(3);
        assertThat(report.path("positions").asInt()).isEqualTo(2);
        assertThat(report.path("movements").asInt()).isEqualTo(3);
        assertThat(report.path("negativePositions").asInt()).isEqualTo(1);
        assertThat(report.path("negative").get(0).path("sku").asText()).isEqualTo("A2");
        assertThat(queued).isEmpty();
    }

    @Test
    void reportsAndQueuesABalanceThatTheLedgerDoesNotExplain() throws Exception {
        shop.stock("CAM", "A1", 5);
        shop.stock("CAM", "A2", 5);
        shop.dynamoDb.updateItem(request -> request.tableName(shop.tables.stock())
                .key(Map.of("pk", AttributeValue.fromS("SKU#A2"), "sk", AttributeValue.fromS("LOC#CAM")))
                .updateExpression("SET onHand = :nine")
                .expressionAttributeValues(Map.of(":nine", AttributeValue.fromN("9"))));

        JsonNode report = run("SUCCEEDED");

        assertThat(report.path("status").asText()).isEqualTo("DIFFERS");
        assertThat(queued)
                .containsExactly(
                        new Difference("CAM", "A2", new Difference.Pieces(9, 0, 0), new Difference.Pieces(5, 0, 0)));
        assertThat(report.path("differences")).hasSize(1);
    }

    @Test
    void namesTheLocationsThatCouldNotBeCompared() throws Exception {
        shop.stock("CAM", "A1", 5);
        broken = "ReconcileLocation";

        JsonNode report = run("SUCCEEDED");

        assertThat(report.path("status").asText()).isEqualTo("INCOMPLETE");
        assertThat(report.path("notChecked")).hasSize(3);
    }

    @Test
    void leavesARecordWhenItBreaksOff() throws Exception {
        broken = "PlanReconciliation";

        JsonNode report = run("FAILED");

        assertThat(report.path("status").asText()).isEqualTo("FAILED");
        assertThat(report.path("failure").path("error").asText()).isEqualTo("java.lang.IllegalStateException");
    }

    private JsonNode run(String expected) throws Exception {
        String definition = Files.readString(
                Path.of(System.getProperty("repositoryRoot"), "workflows/stock-reconciliation.asl.json"));
        for (String function : functions.keySet()) {
            definition = definition.replace("${" + function + "}", function);
        }
        try (VirtualClock clock = VirtualClock.system();
                StepFunctionsEngine engine = new StepFunctionsEngine(null, clock, this::invoke)) {
            engine.register(ARN, "StockReconciliation", Json.tree(definition));
            var execution = engine.startExecution(ARN, "night-1", Json.object());
            CompletableFuture<?> end = engine.completion(execution.executionArn());
            for (int i = 0; i < 600 && !end.isDone(); i++) {
                // the waits between retries are the workflow's, not this test's
                clock.advance(Duration.ofSeconds(5));
                try {
                    end.get(100, TimeUnit.MILLISECONDS);
                } catch (java.util.concurrent.TimeoutException e) {
                    // not yet
                }
            }
            var summary = engine.describe(execution.executionArn());
            assertThat(summary.status().name()).as("%s", summary).isEqualTo(expected);
        }
        String key = files.objects.keySet().stream()
                .filter(name -> name.endsWith("/report.json"))
                .findFirst()
                .orElseThrow();
        assertThat(key).matches("reconciliation/\\d{4}-\\d{2}-\\d{2}/report.json");
        return Json.tree(files.objects.get(key));
    }

    private JsonNode invoke(TaskCall call) throws TaskFailedException {
        if (call.resource().endsWith("s3:getObject")) {
            ObjectNode object = Json.object();
            assertThat(call.arguments().path("Bucket").asText()).isEqualTo(BUCKET);
            return object.put(
                    "Body",
                    new String(files.objects.get(call.arguments().path("Key").asText()), StandardCharsets.UTF_8));
        }
        String function = call.arguments().path("FunctionName").asText();
        if (function.equals(broken)) {
            throw new TaskFailedException("java.lang.IllegalStateException", "broken");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            functions
                    .get(function)
                    .handleRequest(
                            new ByteArrayInputStream(
                                    Json.writeBytes(call.arguments().path("Payload"))),
                            out,
                            Shop.context(30_000));
        } catch (IOException | RuntimeException e) {
            throw new TaskFailedException(e.getClass().getName(), String.valueOf(e.getMessage()));
        }
        ObjectNode result = Json.object();
        result.set("Payload", Json.tree(out.toByteArray()));
        return result.put("StatusCode", 200);
    }

    private static final class MemoryFiles implements ReconciliationFiles {
        private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

        @Override
        public String bucket() {
            return BUCKET;
        }

        @Override
        public Optional<byte[]> read(String key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public void write(String key, byte[] json) {
            objects.put(key, json);
        }
    }
}
