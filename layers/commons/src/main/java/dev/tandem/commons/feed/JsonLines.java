package dev.tandem.commons.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One JSON object a line, its fields the columns. Numbers and booleans are taken by their text, null as absent. */
final class JsonLines implements FeedLines {
    private static final int IGNORED_NAMES = 50;

    private final LineReader lines;
    private final FeedSchema schema;
    private final int limit;
    private final Set<String> ignored = new LinkedHashSet<>();
    private LineReader.@Nullable Line first;

    JsonLines(LineReader lines, LineReader.Line first, FeedSchema schema, int limit) {
        this.lines = lines;
        this.first = first;
        this.schema = schema;
        this.limit = limit;
    }

    @Override
    public List<String> ignored() {
        return List.copyOf(ignored);
    }

    @Override
    public @Nullable FeedLine next() throws IOException {
        LineReader.Line line = take();
        while (line != null && !line.tooLong() && line.text().isBlank()) {
            line = take();
        }
        if (line == null) {
            return null;
        }
        return line.tooLong() ? CsvLines.tooLong(line, limit) : parse(line);
    }

    private FeedLine parse(LineReader.Line line) {
        JsonNode object;
        try {
            object = Json.tree(line.text());
        } catch (UncheckedIOException e) {
            return new BadLine(line.number(), null, "MALFORMED_JSON", "Not a JSON object", line.text());
        }
        if (!object.isObject()) {
            return new BadLine(line.number(), null, "MALFORMED_JSON", "Not a JSON object", line.text());
        }
        @Nullable String[] values = new @Nullable String[schema.columns().size()];
        for (Map.Entry<String, JsonNode> field : object.properties()) {
            Integer place = schema.position(field.getKey());
            if (place == null) {
                if (ignored.size() < IGNORED_NAMES) {
                    ignored.add(BadLine.cut(field.getKey()));
                }
            } else if (field.getValue().isContainerNode()
                    && schema.isStructured(schema.columns().get(place))) {
                values[place] = field.getValue().toString();
            } else if (field.getValue().isContainerNode()) {
                return new BadLine(
                        line.number(),
                        schema.columns().get(place),
                        "INVALID_VALUE",
                        "A list or object where one value is wanted",
                        line.text());
            } else if (!field.getValue().isNull()) {
                values[place] = field.getValue().asText();
            }
        }
        return new FeedRow(line.number(), schema, values, line.text());
    }

    private LineReader.@Nullable Line take() throws IOException {
        LineReader.Line line = first;
        if (line != null) {
            first = null;
            return line;
        }
        return lines.next();
    }
}
