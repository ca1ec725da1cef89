package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A workflow is deployed as its file stands, with every placeholder filled in and every function call guarded. */
class WorkflowTest {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Za-z0-9]+)}");

    private final Synthesised synthesised = Synthesised.get();

    @Test
    void theFileItselfIsDeployedAndItsPlaceholdersAreFilledIn() throws IOException {
        for (Domain domain : TandemStack.DOMAINS) {
            for (Domain.WorkflowSpec workflow : domain.workflows()) {
                JsonNode properties = synthesised.resource(workflow.name()).path("Properties");
                String definition = Files.readString(synthesised.root().resolve(workflow.file()));
                assertThat(properties.path("DefinitionString").asText()).isEqualTo(definition);
                Set<String> placeholders = PLACEHOLDER
                        .matcher(definition)
                        .results()
                        .map(match -> match.group(1))
                        .collect(Collectors.toCollection(TreeSet::new));
                assertThat(properties.path("DefinitionSubstitutions").fieldNames())
                        .toIterable()
                        .as(workflow.file())
                        .containsAll(placeholders);
                assertThat(placeholders)
                        .as("every task function of the domain is used")
                        .containsAll(domain.tasksOf(workflow));
            }
        }
    }

    @Test
    void everyFunctionCallIsRetriedAndItsFailureLeavesARecord() throws IOException {
        for (Domain domain : TandemStack.DOMAINS) {
            for (Domain.WorkflowSpec workflow : domain.workflows()) {
                JsonNode definition = new ObjectMapper()
                        .readTree(Files.readString(synthesised.root().resolve(workflow.file())));
                guarded(definition);
            }
        }
    }

    private static void guarded(JsonNode machine) {
        for (var entry : machine.path("States").properties()) {
            JsonNode state = entry.getValue();
            if (state.path("Type").asText().equals("Task")
                    && state.path("Resource").asText().contains("lambda")) {
                assertThat(state.path("Retry").toString())
                        .as(entry.getKey())
                        .contains("Lambda.SnapStartNotReadyException", "Lambda.TooManyRequestsException");
                assertThat(state.path("Catch").size())
                        .as("a catch for " + entry.getKey())
                        .isPositive();
                assertThat(state.path("TimeoutSeconds").asInt())
                        .as(entry.getKey())
                        .isPositive();
            }
            guarded(state.path("ItemProcessor"));
            state.path("Branches").forEach(WorkflowTest::guarded);
        }
    }
}
