package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The committed samplesam.json: it is what the sources give, and what it names exists. */
class SamTemplateFileTest {
    private final Synthesised synthesised = Synthesised.get();

    @Test
    void theCommittedFileIsWhatTheSourcesGive() throws IOException {
        String committed = Files.readString(synthesised.root().resolve(Synth.SAM_TEMPLATE));
        assertThat(committed)
                .as("samplesam.json is stale: run ./tandem synth and commit it")
                .isEqualTo(SamTemplate.write(synthesised.sam()));
    }

    @TestFactory
    Stream<DynamicTest> everyHandlerExistsAndCanBeMadeByLambda() {
        Map<String, JsonNode> functions = synthesised.resources("AWS::Serverless::Function");
        assertThat(functions).hasSameSizeAs(Synthesised.functions());
        return functions.entrySet().stream()
                .map(function -> DynamicTest.dynamicTest(function.getKey(), () -> {
                    String[] handler = function.getValue()
                            .at("/Properties/Handler")
                            .asText()
                            .split("::");
                    Class<?> type = Class.forName(handler[0], false, getClass().getClassLoader());
                    assertThat(RequestStreamHandler.class).isAssignableFrom(type);
                    assertThat(Modifier.isPublic(type.getModifiers())).isTrue();
                    assertThat(type.getConstructor()).isNotNull();
                    assertThat(handler[1]).isEqualTo("handleRequest");
                }));
    }

    @Test
    void zipsAreRepositoryPathsOfModulesThatExist() {
        Stream<String> zips = Stream.concat(
                synthesised.resources("AWS::Serverless::Function").values().stream()
                        .map(function -> function.at("/Properties/CodeUri").asText()),
                synthesised.resources("AWS::Serverless::LayerVersion").values().stream()
                        .map(layer -> layer.at("/Properties/ContentUri").asText()));
        assertThat(zips.distinct()).isNotEmpty().allSatisfy(zip -> {
            assertThat(zip).matches("(functions|layers)/[a-z-]+/target/[a-z-]+\\.zip");
            assertThat(synthesised.root().resolve(zip).getParent().getParent().resolve("pom.xml"))
                    .isRegularFile();
        });
    }

    @Test
    void nothingInItDependsOnTheMachineOrOnABuild() {
        String text = SamTemplate.write(synthesised.sam());
        assertThat(text)
                .doesNotContain(synthesised.root().toString())
                .doesNotContain(Path.of(System.getProperty("java.io.tmpdir")).toString() + "/")
                .doesNotContain(System.getProperty("user.home") + "/")
                .doesNotContain("cdk-hnb659fds")
                .doesNotContainPattern("[0-9a-f]{64}");
        assertThat(text.lines().anyMatch(line -> line.contains("\"Metadata\""))).isFalse();
    }
}
