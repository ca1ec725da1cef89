package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.http.ApiContract;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract in itself. That answers keep it is checked at every call of every test, in {@link Shop}. */
class ContractTest {
    /** What API Gateway's validator does not know, or knows and leaves out. */
    private static final Set<String> FOREIGN =
            Set.of("nullable", "oneOf", "anyOf", "format", "discriminator", "readOnly", "writeOnly", "const", "if");

    @Test
    void examplesAreWhatTheyExemplify() {
        int examples = 0;
        for (JsonNode path : ApiContract.document().path("paths")) {
            for (JsonNode operation : path) {
                String id = operation.path("operationId").asText();
                examples += check(id + " request", operation.path("requestBody").path("content"));
                for (var response : operation.path("responses").properties()) {
                    examples += check(
                            id + " " + response.getKey(),
                            ApiContract.resolve(response.getValue()).path("content"));
                }
            }
        }
        assertThat(examples).isGreaterThanOrEqualTo(9);
    }

    private static int check(String where, JsonNode content) {
        int examples = 0;
        for (JsonNode media : content) {
            for (JsonNode example : media.path("examples")) {
                JsonNode value = ApiContract.resolve(example).path("value");
                assertThat(value.isMissingNode()).as(where).isFalse();
                assertThat(ApiContract.schema("example " + where, media.path("schema"))
                                .validate(value))
                        .as("example of %s", where)
                        .isEmpty();
                examples++;
            }
        }
        return examples;
    }

    @Test
    void keepsToTheKeywordsThatTheGatewayKnows() {
        Set<String> found = new TreeSet<>();
        collect(ApiContract.document().path("components").path("schemas"), false, found);
        assertThat(found).isEmpty();
    }

    /** Field names of schemas; names below {@code properties} are the contract's own. */
    private static void collect(JsonNode node, boolean names, Set<String> found) {
        for (var field : node.properties()) {
            if (!names && FOREIGN.contains(field.getKey())) {
                found.add(field.getKey());
            }
            collect(field.getValue(), !names && field.getKey().equals("properties"), found);
        }
        if (node.isArray()) {
            node.forEach(item -> collect(item, false, found));
        }
    }

    @Test
    void everyWriteTakesAnIdempotencyKeyAndEveryOperationSaysWhoMayCall() {
        for (JsonNode path : ApiContract.document().path("paths")) {
            for (var method : path.properties()) {
                JsonNode operation = method.getValue();
                String id = operation.path("operationId").asText();
                // A query or a trial is no write, behaviour events have ids of their own, what is erased is erased, and
                // what is put
                // whole is what was put last.
                boolean write = !method.getKey().equals("get")
                        && !Set.of(
                                        "QueryStock",
                                        "IngestBehaviour",
                                        "EraseBehaviour",
                                        "DryRunReturnPolicy",
                                        "PutCourierPosition",
                                        "PutDispatchZone",
                                        "PutDispatchPolicy",
                                        "PutCampus")
                                .contains(id);
                assertThat(operation
                                .path("parameters")
                                .findValuesAsText("$ref")
                                .contains("#/components/parameters/IdempotencyKey"))
                        .as(id)
                        .isEqualTo(write);
                assertThat(operation.path("security").isArray()).as(id).isTrue();
            }
        }
    }
}
