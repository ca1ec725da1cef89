package dev.tandem.returns.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.tandem.commons.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reader and schema agree, and the reader knows more. */
class PolicyReaderTest {
    private static final JsonSchema SCHEMA = schema();

    private static JsonSchema schema() {
        try {
            Path file = Path.of(System.getProperty("repositoryRoot"), "schemas/return-policy.schema.json");
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(Files.readString(file));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static JsonNode house() {
        try (var in = Policies.class.getResourceAsStream("default-policy.json")) {
            return Json.tree(in.readAllBytes());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theHousesOwnPolicyIsOneBySchemaAndReader() {
        assertThat(SCHEMA.validate(house())).isEmpty();
        assertThat(PolicyReader.read(Json.writeBytes(house())).problems()).isEmpty();
    }

    @Test
    void saysWhereAndWhatIsWrong() {
        ObjectNode policy = (ObjectNode) house();
        ((ObjectNode) policy.at("/rules/0/then")).put("windowDays", 3);
        ((ObjectNode) policy.path("rules").get(1)).put("id", "courier-fee");
        ((ObjectNode) policy.path("rules").get(2)).put("id", "window");
        policy.put("effectiveTo", "2019-01-01T00:00:00Z");
        assertThat(PolicyReader.read(Json.writeBytes(policy)).problems())
                .extracting(problem -> problem.path() + " " + problem.code())
                .containsExactly(
                        "effectiveTo ENDS_BEFORE_START",
                        "rules[0].then.windowDays BELOW_LAW",
                        "rules[1].id NAME_TAKEN",
                        "rules[2].id NAME_TAKEN");
        assertThat(PolicyReader.read("{".getBytes()).problems())
                .extracting(PolicyReader.Problem::code)
                .containsExactly("NOT_JSON");
        assertThat(PolicyReader.read("{\"version\":\"a\",\"rules\":[],\"versio\":1}".getBytes())
                        .problems())
                .extracting(PolicyReader.Problem::path)
                .containsExactly("versio");
    }

    /** Damages the house's policy in one place: whatever the schema refuses, the reader refuses too, and it never throws. */
    @Test
    void refusesWhatTheSchemaRefuses() {
        Random random = new Random(7);
        int refused = 0;
        for (int trial = 0; trial < 1_500; trial++) {
            JsonNode damaged = house();
            List<ObjectNode> objects = new ArrayList<>();
            collect(damaged, objects);
            ObjectNode place = objects.get(random.nextInt(objects.size()));
            List<String> names = new ArrayList<>();
            place.fieldNames().forEachRemaining(names::add);
            String name = names.isEmpty() ? "x" : names.get(random.nextInt(names.size()));
            switch (random.nextInt(6)) {
                case 0 -> place.remove(name);
                case 1 -> place.put(name, random.nextInt(5_000) - 1_000);
                case 2 -> place.put(name, "Word " + random.nextInt());
                case 3 -> place.put(name, random.nextBoolean());
                case 4 -> place.putArray(name).add(random.nextInt()).add("DE");
                default -> place.put(name + "x", 1);
            }
            if (!SCHEMA.validate(damaged).isEmpty()) {
                refused++;
                assertThat(PolicyReader.read(Json.writeBytes(damaged)).problems())
                        .as(damaged.toString())
                        .isNotEmpty();
            }
        }
        assertThat(refused).isGreaterThan(500);
    }

    private static void collect(JsonNode node, List<ObjectNode> into) {
        if (node instanceof ObjectNode object) {
            into.add(object);
        }
        if (node instanceof ObjectNode || node instanceof ArrayNode) {
            node.forEach(child -> collect(child, into));
        }
    }
}
