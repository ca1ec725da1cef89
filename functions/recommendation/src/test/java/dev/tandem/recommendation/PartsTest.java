package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PartsTest {
    @Test
    void theWorkflowBuildsEveryPart() throws IOException {
        String items = Json.tree(Files.readString(Path.of("../../workflows/build-models.asl.json")))
                .at("/States/BuildParts/Items")
                .asText();
        assertThat(items)
                .isEqualTo(Parts.ALL.stream()
                        .map(part -> "'" + part.name() + "'")
                        .collect(Collectors.joining(", ", "{% [", "] %}")));
    }
}
