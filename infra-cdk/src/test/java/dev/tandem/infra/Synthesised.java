package dev.tandem.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** One synthesis for all test classes: it takes seconds, because the CDK runs in Node. */
record Synthesised(Path root, Path assembly, JsonNode template, JsonNode sam) {

    static Synthesised get() {
        return Holder.ONE;
    }

    private static final class Holder {
        private static final Synthesised ONE = synthesise();

        private static Synthesised synthesise() {
            try {
                Path root = Path.of(System.getProperty("repositoryRoot", ".."))
                        .toAbsolutePath()
                        .normalize();
                Path assembly = Path.of("target", "assembly").toAbsolutePath();
                JsonNode template = TandemApp.create(root, assembly, Artifacts.standIn(), Layout.FLAT)
                        .synth();
                // As a reader of the file sees it, not as the generator built it.
                JsonNode sam =
                        new ObjectMapper().readTree(SamTemplate.write(SamTemplate.of(template, TandemStack.DOMAINS)));
                return new Synthesised(root, assembly, template, sam);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    JsonNode resource(String id) {
        return sam.path("Resources").path(id);
    }

    Map<String, JsonNode> resources(String type) {
        return sam.path("Resources").properties().stream()
                .filter(entry -> entry.getValue().path("Type").asText().equals(type))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static List<FunctionSpec> functions() {
        return TandemStack.DOMAINS.stream()
                .flatMap(domain -> domain.functions().stream())
                .toList();
    }
}
