package dev.tandem.commons.drops;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.queue.PermanentFailureException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the notifications that S3 puts on a queue. */
public final class DropEvents {
    private DropEvents() {}

    /**
     * The new objects that a message tells of. None for S3's test event and for folder markers.
     *
     * @throws PermanentFailureException when it is no notification, or one about another folder
     */
    public static List<Drop> read(String message, FeedKind kind) {
        JsonNode event;
        try {
            event = Json.tree(message);
        } catch (UncheckedIOException e) {
            throw new PermanentFailureException("MALFORMED_EVENT", "The message is not JSON");
        }
        if ("s3:TestEvent".equals(event.path("Event").asText())) {
            return List.of();
        }
        if (!event.path("Records").isArray() || event.path("Records").isEmpty()) {
            throw new PermanentFailureException("MALFORMED_EVENT", "The message has no list Records");
        }
        List<Drop> drops = new ArrayList<>();
        for (JsonNode entry : event.path("Records")) {
            if (!entry.path("eventName").asText().startsWith("ObjectCreated")) {
                throw new PermanentFailureException(
                        "MALFORMED_EVENT",
                        "Not about a new object: " + entry.path("eventName").asText());
            }
            JsonNode object = entry.path("s3").path("object");
            String key = key(object.path("key").asText());
            if (!key.startsWith(kind.prefix())) {
                throw new PermanentFailureException("WRONG_FOLDER", "Not a file of " + kind.prefix() + ": " + key);
            }
            if (!key.endsWith("/")) {
                String version = object.path("versionId").asText("");
                String delivery = String.join(
                        "/",
                        version,
                        object.path("sequencer").asText(""),
                        entry.path("eventTime").asText(""));
                drops.add(new Drop(key, version.isEmpty() ? null : version, delivery));
            }
        }
        return drops;
    }

    private static String key(String encoded) {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new PermanentFailureException("MALFORMED_EVENT", "The object key is not URL-encoded");
        }
    }
}
