package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.local.stepfunctions.State.Common;
import dev.tandem.local.stepfunctions.State.Handlers;
import dev.tandem.local.stepfunctions.State.ItemBatcher;
import dev.tandem.local.stepfunctions.State.ItemReader;
import dev.tandem.local.stepfunctions.State.Mapping;
import dev.tandem.local.stepfunctions.State.ReaderConfig;
import dev.tandem.local.stepfunctions.State.ResultWriter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a Map state, inline and distributed. */
final class MapReader {
    private static final String S3 = "arn:aws:states:::s3:";

    private final DefinitionReader reader;
    private final Fields f;
    private final Set<String> variables;

    MapReader(DefinitionReader reader, Fields f, Set<String> variables) {
        this.reader = reader;
        this.f = f;
        this.variables = variables;
    }

    Mapping read(Common common, Handlers handlers) {
        Fields processor = f.requiredObject("ItemProcessor");
        Fields config = processor.object("ProcessorConfig");
        boolean distributed = false;
        if (config != null) {
            distributed = "DISTRIBUTED".equals(config.oneOf("Mode", "INLINE", "DISTRIBUTED"));
            String execution = config.oneOf("ExecutionType", "STANDARD", "EXPRESS");
            if (distributed && execution == null) {
                throw new InvalidDefinitionException(config.where() + ": field 'ExecutionType' is missing");
            }
            if (!distributed && execution != null) {
                throw config.wrong("ExecutionType", "needs the mode DISTRIBUTED");
            }
            config.done();
        }
        // Child executions are executions of their own: they see no variable of the parent and may use its names.
        StateGraph graph = reader.graph(processor, null, true, distributed ? Set.of() : variables);
        processor.done();
        if (!distributed) {
            for (String field : List.of(
                    "ItemReader",
                    "ItemBatcher",
                    "ResultWriter",
                    "Label",
                    "ToleratedFailureCount",
                    "ToleratedFailurePercentage")) {
                if (f.has(field)) {
                    throw f.wrong(field, "needs the mode DISTRIBUTED");
                }
            }
        }
        if (f.has("Items") && f.has("ItemReader")) {
            throw f.wrong("ItemReader", "cannot stand beside 'Items'");
        }
        return new Mapping(
                common,
                distributed,
                graph,
                f.containerOrExpression("Items"),
                itemReader(),
                f.objectOrExpression("ItemSelector"),
                batcher(),
                f.integerOrExpression("MaxConcurrency", 0),
                f.integerOrExpression("ToleratedFailureCount", 0),
                f.percentageOrExpression("ToleratedFailurePercentage"),
                writer(),
                label(common.name()),
                handlers);
    }

    private String label(String stateName) {
        String label = f.text("Label");
        if (label != null
                && (label.isEmpty()
                        || label.length() > 40
                        || label.matches(".*[\\s?*<>{}\\[\\]:;,\\\\|^~$#%&`\"].*"))) {
            throw f.wrong("Label", "must have 1 to 40 characters that an ARN can have");
        }
        String safe = stateName.replaceAll("[^A-Za-z0-9_-]", "");
        return label != null ? label : safe.substring(0, Math.min(40, safe.length()));
    }

    private @Nullable ItemReader itemReader() {
        Fields r = f.object("ItemReader");
        if (r == null) {
            return null;
        }
        String resource = r.requiredText("Resource");
        if (!List.of(S3 + "getObject", S3 + "listObjectsV2").contains(resource)) {
            throw r.wrong("Resource", "must be " + S3 + "getObject or " + S3 + "listObjectsV2");
        }
        JsonNode arguments = r.objectOrExpression("Arguments");
        if (arguments == null) {
            throw r.wrong("Arguments", "is missing");
        }
        boolean objects = resource.endsWith("getObject");
        Fields c = r.object("ReaderConfig");
        if (c == null) {
            if (objects) {
                throw r.wrong("ReaderConfig", "is missing");
            }
            r.done();
            return new ItemReader("listObjectsV2", arguments, new ReaderConfig(null, null, List.of(), ',', null, null));
        }
        String type = c.oneOf("InputType", "JSON", "JSONL", "CSV", "MANIFEST");
        if (objects && type == null) {
            throw new InvalidDefinitionException(c.where() + ": field 'InputType' is missing");
        }
        String headerLocation = c.oneOf("CSVHeaderLocation", "FIRST_ROW", "GIVEN");
        List<String> headers = c.texts("CSVHeaders");
        String delimiter = c.oneOf("CSVDelimiter", "COMMA", "PIPE", "SEMICOLON", "SPACE", "TAB");
        if ("CSV".equals(type) && headerLocation == null) {
            throw new InvalidDefinitionException(c.where() + ": field 'CSVHeaderLocation' is missing");
        }
        if ("GIVEN".equals(headerLocation) == headers.isEmpty()) {
            throw c.wrong("CSVHeaders", "is needed for the header location GIVEN, and for that alone");
        }
        if ("MANIFEST".equals(type)) {
            c.oneOf("ManifestType", "S3_INVENTORY");
        }
        ReaderConfig config = new ReaderConfig(
                type,
                headerLocation,
                headers,
                delimiter(delimiter),
                c.integerOrExpression("MaxItems", 1),
                c.text("ItemsPointer"));
        c.done();
        r.done();
        return new ItemReader(objects ? "getObject" : "listObjectsV2", arguments, config);
    }

    private static char delimiter(@Nullable String name) {
        return switch (name) {
            case "PIPE" -> '|';
            case "SEMICOLON" -> ';';
            case "SPACE" -> ' ';
            case "TAB" -> '\t';
            case null, default -> ',';
        };
    }

    private @Nullable ItemBatcher batcher() {
        Fields b = f.object("ItemBatcher");
        if (b == null) {
            return null;
        }
        ItemBatcher batcher = new ItemBatcher(
                b.integerOrExpression("MaxItemsPerBatch", 1),
                b.integerOrExpression("MaxInputBytesPerBatch", 1),
                b.objectOrExpression("BatchInput"));
        if (batcher.maxItemsPerBatch() == null && batcher.maxInputBytesPerBatch() == null) {
            throw new InvalidDefinitionException(b.where() + ": needs 'MaxItemsPerBatch' or 'MaxInputBytesPerBatch'");
        }
        b.done();
        return batcher;
    }

    private @Nullable ResultWriter writer() {
        Fields w = f.object("ResultWriter");
        if (w == null) {
            return null;
        }
        String resource = w.text("Resource");
        JsonNode arguments = w.objectOrExpression("Arguments");
        Fields c = w.object("WriterConfig");
        if ((resource == null) != (arguments == null) || (resource == null && c == null)) {
            throw new InvalidDefinitionException(
                    w.where() + ": needs 'Resource' and 'Arguments' together, or 'WriterConfig' alone");
        }
        if (resource != null && !resource.equals(S3 + "putObject")) {
            throw w.wrong("Resource", "must be " + S3 + "putObject");
        }
        String transformation = c == null ? null : c.oneOf("Transformation", "NONE", "COMPACT", "FLATTEN");
        String output = c == null ? null : c.oneOf("OutputType", "JSON", "JSONL");
        if (c != null) {
            c.done();
        }
        w.done();
        return new ResultWriter(
                arguments, transformation == null ? "NONE" : transformation, output == null ? "JSON" : output);
    }
}
