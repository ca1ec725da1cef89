package dev.tandem.commons.queue;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.log.Logs;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/**
 * The edge of a function that consumes a queue. Records are handled in order, one by one; each ends in one of three ways: handled,
 * put aside in the dead-letter queue with its reason ({@link PermanentFailureException}), or reported as a batch item failure so
 * that the queue delivers it again. One record's failure never touches another.
 */
public final class SqsBatch {
    private static final Logger LOG = LoggerFactory.getLogger(SqsBatch.class);

    /** Handles one record; must be idempotent. Any exception but {@link PermanentFailureException} means: deliver again. */
    @FunctionalInterface
    public interface RecordHandler {
        void handle(SqsRecord message) throws Exception;
    }

    /** Handles all records of a call at once; must be idempotent. */
    @FunctionalInterface
    public interface BatchHandler {
        /** Returns what failed and why, as {@link RecordHandler} would have thrown it. When it throws, all of them failed. */
        Map<SqsRecord, Exception> handle(List<SqsRecord> messages) throws Exception;
    }

    private SqsBatch() {}

    /** For records whose work is done better together. Each still ends in one of the three ways by itself. */
    public static void handleTogether(
            InputStream in, OutputStream out, Context context, DeadLetters deadLetters, BatchHandler handler)
            throws IOException {
        List<SqsRecord> messages = new ArrayList<>();
        Json.tree(in.readAllBytes()).path("Records").forEach(node -> messages.add(message(node)));
        Map<SqsRecord, Exception> failures = Logs.around(context, correlationId(messages), () -> {
            try {
                return handler.handle(List.copyOf(messages));
            } catch (Exception e) {
                Map<SqsRecord, Exception> all = new LinkedHashMap<>();
                messages.forEach(message -> all.put(message, e));
                return all;
            }
        });
        List<Map<String, String>> items = new ArrayList<>();
        for (SqsRecord message : messages) {
            Exception failure = failures.get(message);
            if (failure != null
                    && !Logs.around(
                            context,
                            correlationId(List.of(message)),
                            () -> handleOne(message, deadLetters, same -> {
                                throw failure;
                            }))) {
                items.add(Map.of("itemIdentifier", message.messageId()));
            }
        }
        out.write(Json.writeBytes(Map.of("batchItemFailures", items)));
    }

    /** Of several calls, a new one: what they have in common is this batch. */
    private static String correlationId(List<SqsRecord> messages) {
        return messages.size() == 1
                ? Logs.correlationIdOr(messages.getFirst().attributes().get("correlationId"))
                : Logs.newCorrelationId();
    }

    public static void handle(
            InputStream in, OutputStream out, Context context, DeadLetters deadLetters, RecordHandler handler)
            throws IOException {
        JsonNode event = Json.tree(in.readAllBytes());
        List<Map<String, String>> failures = new ArrayList<>();
        for (JsonNode node : event.path("Records")) {
            SqsRecord message = message(node);
            String correlationId = Logs.correlationIdOr(message.attributes().get("correlationId"));
            boolean done = Logs.around(context, correlationId, () -> handleOne(message, deadLetters, handler));
            if (!done) {
                failures.add(Map.of("itemIdentifier", message.messageId()));
            }
        }
        out.write(Json.writeBytes(Map.of("batchItemFailures", failures)));
    }

    private static boolean handleOne(SqsRecord message, DeadLetters deadLetters, RecordHandler handler) {
        try {
            handler.handle(message);
            return true;
        } catch (PermanentFailureException e) {
            LOG.warn(
                    "Message set aside",
                    StructuredArguments.entry("code", e.code()),
                    StructuredArguments.entry("reason", String.valueOf(e.getMessage())),
                    StructuredArguments.entry("message_id", message.messageId()));
            return setAside(message, deadLetters, e);
        } catch (Exception e) {
            LOG.error(
                    "Message failed, to be delivered again",
                    StructuredArguments.entry("message_id", message.messageId()),
                    StructuredArguments.entry("receive_count", message.receiveCount()),
                    e);
            return false;
        }
    }

    private static boolean setAside(SqsRecord message, DeadLetters deadLetters, PermanentFailureException failure) {
        try {
            deadLetters.add(message, failure.code(), String.valueOf(failure.getMessage()));
            return true;
        } catch (RuntimeException e) {
            // Not lost: it stays on its queue and the queue's own redrive rule takes over.
            LOG.error("Dead-letter queue not reachable", e);
            return false;
        }
    }

    private static SqsRecord message(JsonNode node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        node.path("messageAttributes").properties().forEach(attribute -> {
            JsonNode text = attribute.getValue().path("stringValue");
            if (text.isTextual()) {
                attributes.put(attribute.getKey(), text.asText());
            }
        });
        return new SqsRecord(
                node.path("messageId").asText(),
                node.path("body").asText(),
                node.path("attributes").path("ApproximateReceiveCount").asInt(1),
                attributes);
    }
}
