package dev.tandem.local.stepfunctions;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.MapRunner.ItemReading;
import dev.tandem.local.stepfunctions.State.ItemReader;
import dev.tandem.local.stepfunctions.State.ReaderConfig;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads the items of a distributed map from S3: a JSON, JSON Lines or CSV object, an inventory, or a list of objects. */
final class ItemSource {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    private final Services services;

    ItemSource(Services services) {
        this.services = services;
    }

    /** The items, read once per attempt: after a restart they come from the journal, whatever S3 holds by then. */
    ItemReading read(Visit visit, ItemReader reader, Expressions.Scope scope)
            throws StateFailure, InterruptedException {
        JsonNode arguments = visit.evaluate(reader.arguments(), "ItemReader/Arguments", scope);
        String bucket = arguments.path("Bucket").asText();
        String from = "s3://" + bucket + "/"
                + arguments.path("Key").asText(arguments.path("Prefix").asText());
        Journal journal = visit.frame().journal();
        ObjectNode earlier = journal.recall("items", visit.attemptPath());
        JsonNode values;
        if (earlier != null) {
            values = earlier.path("items");
        } else {
            JsonNode max = reader.config().maxItems();
            long limit =
                    max == null ? Long.MAX_VALUE : visit.integer(max, "ItemReader/ReaderConfig/MaxItems", 1, scope);
            try {
                values = limited(fetch(visit, reader, arguments), limit);
            } catch (TaskFailedException e) {
                throw new StateFailure(StateFailure.ITEM_READER, e.error() + ": " + e.cause());
            } catch (IOException | IllegalArgumentException e) {
                throw new StateFailure(StateFailure.ITEM_READER, from + ": " + e.getMessage());
            }
            if (journal.durable()) {
                journal.append(Journal.line("items", visit.attemptPath()).set("items", values));
            }
        }
        return new ItemReading(MapRunner.items(values), from);
    }

    private static JsonNode limited(JsonNode values, long limit) {
        if (values.size() <= limit) {
            return values;
        }
        if (values.isObject()) {
            ObjectNode first = Json.object();
            values.properties().stream().limit(limit).forEach(entry -> first.set(entry.getKey(), entry.getValue()));
            return first;
        }
        ArrayNode first = Json.array();
        for (int i = 0; i < limit; i++) {
            first.add(values.get(i));
        }
        return first;
    }

    private JsonNode fetch(Visit visit, ItemReader reader, JsonNode arguments)
            throws TaskFailedException, InterruptedException, IOException {
        if (reader.action().equals("listObjectsV2")) {
            return list(visit, arguments);
        }
        ReaderConfig config = reader.config();
        String text = new String(object(visit, arguments), UTF_8);
        return switch (String.valueOf(config.inputType())) {
            case "JSONL" -> lines(text);
            case "CSV" -> Csv.read(text, config.csvDelimiter(), config.csvHeaders());
            case "MANIFEST" -> inventory(visit, text);
            default -> json(text, config);
        };
    }

    private JsonNode list(Visit visit, JsonNode arguments)
            throws TaskFailedException, InterruptedException, IOException {
        ArrayNode all = Json.array();
        ObjectNode page = arguments.deepCopy();
        while (true) {
            JsonNode answer = call(visit, "listObjectsV2", page);
            all.addAll(nodes(answer.path("Contents")));
            JsonNode next = answer.path("NextContinuationToken");
            if (!answer.path("IsTruncated").asBoolean() || !next.isTextual()) {
                return all;
            }
            page.set("ContinuationToken", next);
        }
    }

    private static List<JsonNode> nodes(JsonNode array) {
        List<JsonNode> nodes = new ArrayList<>();
        array.forEach(nodes::add);
        return nodes;
    }

    private byte[] object(Visit visit, JsonNode arguments)
            throws TaskFailedException, InterruptedException, IOException {
        JsonNode body = call(visit, "getObject", arguments).path("Body");
        byte[] bytes = body.isBinary() ? body.binaryValue() : body.asText().getBytes(UTF_8);
        if (bytes.length > 2 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
                bytes = in.readAllBytes();
            }
        }
        boolean mark =
                bytes.length > 2 && (bytes[0] & 0xff) == 0xef && (bytes[1] & 0xff) == 0xbb && (bytes[2] & 0xff) == 0xbf;
        return mark ? java.util.Arrays.copyOfRange(bytes, 3, bytes.length) : bytes;
    }

    private JsonNode call(Visit visit, String action, JsonNode arguments)
            throws TaskFailedException, InterruptedException {
        Execution execution = visit.frame().execution();
        return services.invoker()
                .invoke(new TaskCall(
                        "arn:aws:states:::s3:" + action,
                        arguments,
                        execution.arn(),
                        execution.machine().roleArn(),
                        TIMEOUT));
    }

    private static JsonNode json(String text, ReaderConfig config) throws IOException {
        JsonNode node = Json.read(text);
        String pointer = config.itemsPointer();
        JsonNode values = pointer == null ? node : node.at(JsonPointer.compile(pointer));
        if (!values.isContainerNode()) {
            throw new IOException("holds neither an array nor an object" + (pointer == null ? "" : " at " + pointer));
        }
        return values;
    }

    private static JsonNode lines(String text) throws IOException {
        ArrayNode values = Json.array();
        int number = 0;
        for (String line : (Iterable<String>) text.lines()::iterator) {
            number++;
            if (line.isBlank()) {
                continue;
            }
            try {
                values.add(Json.read(line));
            } catch (JsonProcessingException e) {
                throw new IOException("line " + number + " is no JSON: " + e.getOriginalMessage(), e);
            }
        }
        return values;
    }

    /** An S3 inventory: the manifest names gzipped CSV files without header and their columns. */
    private JsonNode inventory(Visit visit, String text) throws TaskFailedException, InterruptedException, IOException {
        JsonNode manifest = Json.read(text);
        List<String> columns = List.of(manifest.path("fileSchema").asText().split("\\s*,\\s*"));
        String bucket = manifest.path("destinationBucket").asText();
        if (!manifest.path("files").isArray()
                || !manifest.path("fileFormat").asText("CSV").equals("CSV")) {
            throw new IOException("is no manifest of an S3 inventory in CSV");
        }
        ArrayNode all = Json.array();
        for (JsonNode file : manifest.path("files")) {
            ObjectNode arguments = Json.object()
                    .put("Bucket", bucket.substring(bucket.lastIndexOf(':') + 1))
                    .put("Key", file.path("key").asText());
            all.addAll(nodes(Csv.read(new String(object(visit, arguments), UTF_8), ',', columns)));
        }
        return all;
    }
}
