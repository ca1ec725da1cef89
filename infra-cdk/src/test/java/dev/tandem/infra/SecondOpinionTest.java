package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** The model that looks at photos is asked only where somebody chose one. */
class SecondOpinionTest {
    @Test
    void withoutAModelThereIsNoTraceOfIt() {
        assertThat(Synthesised.get().sam().toString()).doesNotContain("bedrock", "SECOND_OPINION");
    }

    @Test
    void withAModelOneFunctionMayInvokeItAndNothingElse() throws IOException {
        Path assembly = Path.of("target", "second-opinion").toAbsolutePath();
        TandemApp.create(
                        Synthesised.get().root(),
                        assembly,
                        Artifacts.standIn(),
                        Layout.NESTED,
                        Map.of(TandemStack.SECOND_OPINION_MODEL, "eu.amazon.nova-lite-v1:0"))
                .synth();
        String all = "";
        JsonNode returns = new ObjectMapper().nullNode();
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".template.json"))
                    .toList()) {
                String template = Files.readString(file);
                all += template;
                if (template.contains("bedrock")) {
                    returns = new ObjectMapper().readTree(template);
                }
            }
        }
        assertThat(all.split("SECOND_OPINION_MODEL", -1)).hasSize(2);
        assertThat(returns.at("/Resources/PrecheckReturn/Properties/Environment/Variables/SECOND_OPINION_MODEL")
                        .asText())
                .isEqualTo("eu.amazon.nova-lite-v1:0");
        List<JsonNode> statements = StreamSupport.stream(
                        returns.at("/Resources/PrecheckReturnRole/Properties/Policies/0/PolicyDocument/Statement")
                                .spliterator(),
                        false)
                .filter(statement -> statement.toString().contains("bedrock"))
                .toList();
        assertThat(statements)
                .hasSize(2)
                .allSatisfy(statement ->
                        assertThat(statement.path("Action").asText()).isEqualTo("bedrock:InvokeModel"));
        assertThat(statements.getFirst().path("Resource").toString())
                .contains(":inference-profile/eu.amazon.nova-lite-v1:0");
        assertThat(statements.getLast().path("Resource").toString())
                .contains(":bedrock:*::foundation-model/amazon.nova-lite-v1:0");
        assertThat(statements.getLast().at("/Condition/StringEquals").has("bedrock:InferenceProfileArn"))
                .isTrue();
        assertThat(all.split("\"bedrock:InvokeModel\"", -1))
                .as("in no other role")
                .hasSize(3);
    }

    @Test
    void aModelHasTheFormOfOne() {
        assertThatIllegalStateException()
                .isThrownBy(() -> ReturnsDomain.withSecondOpinion(ReturnsDomain.define(), "*"));
    }
}
