package dev.tandem.commons.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.TestContext;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqsBatchTest {
    private final List<String> handled = new ArrayList<>();
    private final List<String> dead = new ArrayList<>();

    private static byte[] batch(String... bodies) {
        ObjectNode event = Json.object();
        ArrayNode records = event.putArray("Records");
        for (int i = 0; i < bodies.length; i++) {
            ObjectNode record = records.addObject().put("messageId", "m" + i).put("body", bodies[i]);
            record.putObject("attributes").put("ApproximateReceiveCount", "2");
            record.putObject("messageAttributes")
                    .putObject("correlationId")
                    .put("stringValue", "c" + i)
                    .put("dataType", "String");
        }
        return Json.writeBytes(event);
    }

    private JsonNode handle(DeadLetters deadLetters, String... bodies) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqsBatch.handle(new ByteArrayInputStream(batch(bodies)), out, new TestContext(), deadLetters, message -> {
            if (message.body().startsWith("again")) {
                throw new IllegalStateException("not now");
            }
            if (message.body().startsWith("never")) {
                throw new PermanentFailureException("NO_SUCH_SKU", "it is not ours");
            }
            handled.add(
                    message.body() + "/" + message.attributes().get("correlationId") + "/" + message.receiveCount());
        });
        return Json.tree(out.toByteArray()).path("batchItemFailures");
    }

    @Test
    void oneFailureDoesNotStopTheRestAndIsReportedAlone() throws Exception {
        JsonNode failures = handle((m, c, r) -> dead.add(m.body()), "a", "again", "never", "b");
        assertThat(handled).containsExactly("a/c0/2", "b/c3/2");
        assertThat(dead).containsExactly("never");
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).path("itemIdentifier").asText()).isEqualTo("m1");
    }

    @Test
    void aMessageIsNotLostWhenTheDeadLetterQueueFails() throws Exception {
        JsonNode failures = handle(
                (m, c, r) -> {
                    throw new IllegalStateException("queue gone");
                },
                "never");
        assertThat(failures.get(0).path("itemIdentifier").asText()).isEqualTo("m0");
    }

    @Test
    void messagesHandledTogetherFailOneByOneAndAllWhenTheHandlerDoes() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SqsBatch.handleTogether(
                new ByteArrayInputStream(batch("a", "again", "never", "b")),
                out,
                new TestContext(),
                (m, c, r) -> dead.add(m.body()),
                messages -> Map.of(
                        messages.get(1), new IllegalStateException("not now"),
                        messages.get(2), new PermanentFailureException("NO_SUCH_SKU", "it is not ours")));
        assertThat(dead).containsExactly("never");
        assertThat(Json.tree(out.toByteArray()).path("batchItemFailures"))
                .extracting(failure -> failure.path("itemIdentifier").asText())
                .containsExactly("m1");

        out.reset();
        SqsBatch.handleTogether(
                new ByteArrayInputStream(batch("a", "b")),
                out,
                new TestContext(),
                (m, c, r) -> dead.add(m.body()),
                messages -> {
                    throw new IllegalStateException("all of it");
                });
        assertThat(Json.tree(out.toByteArray()).path("batchItemFailures")).hasSize(2);
        assertThat(dead).hasSize(1);
    }
}
