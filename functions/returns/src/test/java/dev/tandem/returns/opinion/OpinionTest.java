package dev.tandem.returns.opinion;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tandem.commons.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The model is told a schema and held to a record: they have to take the same. */
class OpinionTest {
    private static final String GOOD =
            "{\"condition\":\"NEW\",\"hasTags\":true,\"damaged\":false,\"correctProduct\":true,\"confidence\":0.8}";
    private static final JsonSchema SCHEMA =
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(BedrockOpinion.schema());

    private static boolean reads(JsonNode json) {
        try {
            Opinion.read(json);
            return true;
        } catch (UncheckedIOException | IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void readsWhatTheSchemaTakesAndNothingElse() {
        assertThat(Opinion.read(Json.tree(GOOD))).isEqualTo(new Opinion(Opinion.Condition.NEW, true, false, true, 0.8));
        List<JsonNode> all = new ArrayList<>(Stream.of("{}", "null", "[]", "\"NEW\"", "7", "[" + GOOD + "]")
                .map(Json::tree)
                .toList());
        List<String> values = List.of(
                "null",
                "true",
                "false",
                "0",
                "1",
                "0.5",
                "-0.1",
                "1.1",
                "1e3",
                "\"\"",
                "\"NEW\"",
                "\"new\"",
                "\"WORN\"",
                "\"UNCLEAR\"",
                "\"true\"",
                "\"0.5\"",
                "{}",
                "[]",
                "[true]");
        for (String field : List.of("condition", "hasTags", "damaged", "correctProduct", "confidence", "more")) {
            for (String value : values) {
                all.add(((ObjectNode) Json.tree(GOOD)).set(field, Json.tree(value)));
            }
            all.add(((ObjectNode) Json.tree(GOOD)).without(field));
        }
        int taken = 0;
        for (JsonNode json : all) {
            boolean valid = SCHEMA.validate(json).isEmpty();
            assertThat(reads(json)).as(json.toString()).isEqualTo(valid);
            taken += valid ? 1 : 0;
        }
        assertThat(taken).isBetween(10, 20);
    }
}
