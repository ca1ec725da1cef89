package dev.tandem.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.demo.Connection;
import dev.tandem.demo.PartnerDoor;
import dev.tandem.local.cloud.EmbeddedCloud;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Rows per second from a file dropped into the bucket to its report, queue and function start included. Sales: 40,000 rows of
 * invoices with 1 to 39 lines over 3,000 SKUs, drawn with a popularity like a shop's (seed 7). Stock: a snapshot of 10,000
 * positions. The baseline of the same run is the plain way, one transaction a row (balance and movement), on the same tables.
 */
final class ImportBench {
    private static final int SALES_ROWS = 40_000;
    private static final int SALES_SKUS = 3_000;
    private static final int STOCK_ROWS = 10_000;
    private static final int PLAIN_ROWS = 1_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final String LOCATION =
            "{\"locationId\":\"BENCH\",\"name\":\"Bench\",\"kind\":\"WAREHOUSE\",\"lat\":50,\"lon\":8,\"timeZone\":\"Europe/Berlin\","
                    + "\"fulfilment\":[\"delivery\"]}\n";

    private final String command;

    ImportBench(String command) {
        this.command = command;
    }

    void run(Arguments arguments) throws IOException, InterruptedException {
        Progress.say("booting the embedded cloud");
        try (EmbeddedCloud cloud = Clouds.ephemeral()) {
            Connection connection = Connection.ofPort(cloud.apiUrl().getPort());
            try (PartnerDoor door = new PartnerDoor(connection)) {
                drop(door, "locations/bench.jsonl", LOCATION, "application/x-ndjson");
                measure(
                        door,
                        "stock",
                        "stock/bench-1.csv",
                        stock(1),
                        STOCK_ROWS,
                        "snapshot, every position new, cold function");
                measure(
                        door,
                        "stock",
                        "stock/bench-2.csv",
                        stock(2),
                        STOCK_ROWS,
                        "snapshot, every position changed, warm function");
                measure(door, "sales", "sales/bench-1.csv", sales(1), SALES_ROWS, "sales, cold function");
                measure(door, "sales", "sales/bench-2.csv", sales(2), SALES_ROWS, "sales, warm function");
            }
            plain(cloud, connection);
        }
    }

    private void measure(PartnerDoor door, String data, String name, String content, int rows, String protocol)
            throws IOException, InterruptedException {
        Progress.say(name + ": " + rows + " rows");
        long start = System.nanoTime();
        JsonNode report = drop(door, name, content, "text/csv");
        double seconds = (System.nanoTime() - start) / 1e9;
        if (report.path("applied").asInt() != rows) {
            throw new IOException(name + " was not applied whole: " + report);
        }
        new BenchLine("import", "tandem", data, protocol + ", drop to report", rows)
                .throughput(rows / seconds)
                .seconds("dropToReport", seconds)
                .metrics(Map.of(
                        "functionRowsPerSecond", report.path("rowsPerSecond").asDouble()))
                .print(command);
    }

    private static JsonNode drop(PartnerDoor door, String name, String content, String type)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        door.drop(name, content.getBytes(StandardCharsets.UTF_8), type);
        return door.awaitReport(name, start, PATIENCE);
    }

    private static String stock(int sequence) {
        StringBuilder csv = new StringBuilder("mode,sequence,location,sku,quantity\n");
        for (int i = 0; i < STOCK_ROWS; i++) {
            csv.append("snapshot,")
                    .append(sequence)
                    .append(",BENCH,SKU-")
                    .append(i)
                    .append(',')
                    .append(1000 * sequence + i)
                    .append('\n');
        }
        return csv.toString();
    }

    private static String sales(int file) {
        Random random = new Random(7L * file);
        StringBuilder csv = new StringBuilder("saleId,saleLine,location,sku,quantity,soldAt\n");
        int row = 0;
        for (int sale = 0; row < SALES_ROWS; sale++) {
            int lines = 1 + random.nextInt(39);
            for (int line = 1; line <= lines && row < SALES_ROWS; line++, row++) {
                // The square of a uniform number favours low SKU numbers, as shoppers favour few goods.
                int sku = (int) (Math.pow(random.nextDouble(), 2) * SALES_SKUS);
                csv.append('S')
                        .append(file)
                        .append('-')
                        .append(sale)
                        .append(',')
                        .append(line)
                        .append(",BENCH,SKU-")
                        .append(sku);
                csv.append(',').append(1 + random.nextInt(6)).append(",2026-03-01T10:00:00Z\n");
            }
        }
        return csv.toString();
    }

    private void plain(EmbeddedCloud cloud, Connection connection) {
        Progress.say("baseline: one transaction a row");
        try (DynamoDbClient dynamoDb = DynamoDbClient.builder()
                .endpointOverride(cloud.awsEndpoint())
                .region(Region.of(connection.region()))
                .credentialsProvider(StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(connection.accessKeyId(), connection.secretAccessKey())))
                .httpClient(UrlConnectionHttpClient.create())
                .build()) {
            List<String> tables = new ArrayList<>(dynamoDb.listTables().tableNames());
            String stock = tables.stream()
                    .filter(name -> name.contains("StockTable"))
                    .findFirst()
                    .orElseThrow();
            String movements = tables.stream()
                    .filter(name -> name.contains("MovementTable"))
                    .findFirst()
                    .orElseThrow();
            for (int i = 0; i < PLAIN_ROWS / 4; i++) {
                plainRow(dynamoDb, stock, movements, i, "warm");
            }
            Latencies latencies = new Latencies();
            long start = System.nanoTime();
            for (int i = 0; i < PLAIN_ROWS; i++) {
                long call = System.nanoTime();
                plainRow(dynamoDb, stock, movements, i, "row");
                latencies.add(System.nanoTime() - call);
            }
            new BenchLine(
                            "import",
                            "transaction-per-row",
                            "sales",
                            "one balance update and one movement a row, one client",
                            PLAIN_ROWS)
                    .latencies(latencies)
                    .throughput(PLAIN_ROWS / ((System.nanoTime() - start) / 1e9))
                    .print(command);
        }
    }

    private static void plainRow(DynamoDbClient dynamoDb, String stock, String movements, int row, String run) {
        dynamoDb.transactWriteItems(request -> request.transactItems(
                software.amazon.awssdk.services.dynamodb.model.TransactWriteItem.builder()
                        .update(update -> update.tableName(stock)
                                .key(Map.of(
                                        "pk",
                                        AttributeValue.fromS("PLAIN#" + row % 700),
                                        "sk",
                                        AttributeValue.fromS("LOC#BENCH")))
                                .updateExpression("ADD onHand :q")
                                .expressionAttributeValues(Map.of(":q", AttributeValue.fromN("-1"))))
                        .build(),
                software.amazon.awssdk.services.dynamodb.model.TransactWriteItem.builder()
                        .put(put -> put.tableName(movements)
                                .item(Map.of(
                                        "pk", AttributeValue.fromS("BENCH#PLAIN#" + row % 700),
                                        "sk", AttributeValue.fromS(run + row),
                                        "onHandDelta", AttributeValue.fromN("-1")))
                                .conditionExpression("attribute_not_exists(pk)"))
                        .build()));
    }
}
