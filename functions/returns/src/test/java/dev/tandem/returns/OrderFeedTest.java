package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import dev.tandem.commons.drops.FeedFileTable;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.commons.drops.MemoryDrops;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.returns.order.OrderTable;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Order files: good rows are taken, bad rows set aside with their reason, the same twice changes nothing. */
class OrderFeedTest {
    private final Desk desk = new Desk();
    private final MemoryDrops drops = new MemoryDrops();
    private final String feedTable = "ReturnFeed" + UUID.randomUUID();

    private FeedReport drop(String name, String content) throws Exception {
        String key = "partner-drops/orders/" + name;
        drops.drop(key, content.getBytes(StandardCharsets.UTF_8));
        DynamoInMemory.create(feedTable, true, null);
        ImportOrdersHandler handler = new ImportOrdersHandler(
                new OrderTable(
                        desk.dynamoDb,
                        desk.environment.require("ORDER_TABLE"),
                        new IdempotencyTable(desk.dynamoDb, "none", desk.clock)),
                new FeedFileTable(desk.dynamoDb, feedTable),
                drops,
                (message, code, reason) -> {
                    throw new AssertionError(code);
                },
                desk.clock);
        var batch = Json.object();
        batch.putArray("Records")
                .addObject()
                .put("messageId", "m")
                .put(
                        "body",
                        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"eventTime\":\"t\",\"s3\":{\"object\":{\"key\":\""
                                + key + "\",\"sequencer\":\"1\"}}}]}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(Json.writeBytes(batch)), out, new TestContext());
        return drops.report(key);
    }

    private static String line(String orderId, String change, String to) {
        return ("{\"orderId\":\"" + orderId + "\","
                                + Desk.order("wear", 2, 1000).strip().substring(1))
                        .replaceAll("\\s*\n\\s*", "")
                        .replace(change, to)
                + "\n";
    }

    @Test
    void takesGoodRowsAndSetsBadOnesAside() throws Exception {
        String file = line("A-1", "", "")
                + line("A-2", "\"DE\"", "\"Germany\"")
                + line("A-3", "\"quantity\":2", "\"quantity\":0")
                + line("A-1", "", "")
                + line("A 4", "", "")
                + line("A-5", "4006381333931", "4006381333932");
        FeedReport report = drop("a.jsonl", file);

        assertThat(report.applied()).isEqualTo(1);
        assertThat(drops.rejected("partner-drops/orders/a.jsonl"))
                .containsExactly(
                        "2 INVALID_ORDER",
                        "3 INVALID_ORDER",
                        "4 DUPLICATE_ORDER",
                        "5 INVALID_VALUE",
                        "6 INVALID_ORDER");
        assertThat(desk.shopper("GetReturnable", "A-1", null).text("/lines/0/left"))
                .isEqualTo("2");
        assertThat(drop("b.jsonl", file).status()).isEqualTo(FeedReport.Status.ALREADY_APPLIED);
    }

    @Test
    void anOlderTellingDoesNotUndoALaterOne() throws Exception {
        drop("a.jsonl", line("A-1", "12:05:00Z", "13:00:00Z"));
        FeedReport report = drop("b.jsonl", line("A-1", "\"quantity\":2", "\"quantity\":9"));
        assertThat(report.rejected()).containsEntry("STALE_ROW", 1L);
        assertThat(desk.shopper("GetReturnable", "A-1", null).text("/lines/0/left"))
                .isEqualTo("2");
    }
}
