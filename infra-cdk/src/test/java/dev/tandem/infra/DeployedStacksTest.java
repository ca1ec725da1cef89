package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is deployed: a stack of what is shared with a nested stack for each domain, within CloudFormation's limits. */
class DeployedStacksTest {
    private static final String NESTED = "AWS::CloudFormation::Stack";
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** File name to template; the parent is Tandem.template.json. */
    private static final Map<String, JsonNode> TEMPLATES = new TreeMap<>();

    private static final String PARENT = "Tandem.template.json";

    @BeforeAll
    static void synthesise() throws IOException {
        Path assembly = Path.of("target", "nested").toAbsolutePath();
        TandemApp.create(Synthesised.get().root(), assembly, Artifacts.standIn(), Layout.NESTED)
                .synth();
        try (Stream<Path> files = Files.list(assembly)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".template.json"))
                    .toList()) {
                TEMPLATES.put(file.getFileName().toString(), JSON.readTree(file.toFile()));
            }
        }
    }

    @Test
    void everyDomainHasItsStackAndNoneIsTooLarge() {
        assertThat(TEMPLATES).hasSize(1 + TandemStack.DOMAINS.size()).containsKey(PARENT);
        TEMPLATES.forEach((name, template) -> {
            assertThat(template.path("Resources").size())
                    .as("resources of " + name)
                    .isLessThan(500);
            assertThat(template.path("Parameters").size())
                    .as("parameters of " + name)
                    .isLessThan(200);
            assertThat(template.path("Outputs").size()).as("outputs of " + name).isLessThan(200);
            assertThat(template.toString().length()).as("bytes of " + name).isLessThan(1_000_000);
        });
    }

    @Test
    void togetherTheyAreTheTemplateThatTheEmbeddedCloudBoots() {
        Map<String, String> deployed = new TreeMap<>();
        TEMPLATES
                .values()
                .forEach(template -> template.path("Resources").properties().forEach(resource -> {
                    String type = resource.getValue().path("Type").asText();
                    if (!type.equals(NESTED)) {
                        assertThat(deployed.put(stable(resource.getKey(), type), type))
                                .as(resource.getKey())
                                .isNull();
                    }
                }));
        Map<String, String> flat = new TreeMap<>();
        Synthesised.get().template().path("Resources").properties().forEach(resource -> {
            String type = resource.getValue().path("Type").asText();
            flat.put(stable(resource.getKey(), type), type);
        });
        assertThat(deployed).isEqualTo(flat);
    }

    /** Ids that end in a hash of their content, as versions and deployments do. */
    private static String stable(String id, String type) {
        return type.equals("AWS::Lambda::Version") || type.equals("AWS::ApiGateway::Deployment")
                ? id.replaceAll("[0-9a-fA-F]{8,}$", "")
                : id;
    }

    @Test
    void everyParameterOfANestedStackIsGivenAndEveryReferenceLeadsSomewhere() {
        JsonNode resources = TEMPLATES.get(PARENT).path("Resources");
        Set<String> given = new HashSet<>();
        resources.forEach(resource -> {
            if (resource.path("Type").asText().equals(NESTED)) {
                resource.at("/Properties/Parameters").fieldNames().forEachRemaining(given::add);
            }
        });
        TEMPLATES.forEach((name, template) -> {
            if (!name.equals(PARENT)) {
                assertThat(given).as(name).containsAll(keys(template.path("Parameters")));
            }
            Set<String> known = new HashSet<>(keys(template.path("Resources")));
            known.addAll(keys(template.path("Parameters")));
            List<String> lost = references(template.path("Resources")).stream()
                    .filter(id -> !known.contains(id) && !id.startsWith("AWS::"))
                    .toList();
            assertThat(lost).as(name).isEmpty();
        });
    }

    /** CloudFormation refuses a stack whose resources wait for each other, and only when it is deployed. */
    @Test
    void nothingWaitsForItself() {
        TEMPLATES.forEach((name, template) -> {
            Map<String, Set<String>> waitsFor = new HashMap<>();
            template.path("Resources").properties().forEach(resource -> {
                Set<String> others = new HashSet<>(references(resource.getValue()));
                resource.getValue().path("DependsOn").forEach(id -> others.add(id.asText()));
                waitsFor.put(resource.getKey(), others);
            });
            Set<String> done = new HashSet<>();
            waitsFor.keySet().forEach(id -> visit(id, waitsFor, new ArrayList<>(), done));
            assertThat(done).as(name).containsAll(waitsFor.keySet());
        });
    }

    private static void visit(String id, Map<String, Set<String>> waitsFor, List<String> path, Set<String> done) {
        assertThat(path).as("a circle").doesNotContain(id);
        if (done.contains(id) || !waitsFor.containsKey(id)) {
            return;
        }
        path.add(id);
        waitsFor.get(id).forEach(next -> visit(next, waitsFor, path, done));
        path.removeLast();
        done.add(id);
    }

    private static Set<String> keys(JsonNode object) {
        Set<String> keys = new HashSet<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    /** Logical ids that the node names by Ref, Fn::GetAtt or Fn::Sub. */
    private static List<String> references(JsonNode node) {
        List<String> found = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(element -> found.addAll(references(element)));
            return found;
        }
        for (var entry : node.properties()) {
            JsonNode value = entry.getValue();
            switch (entry.getKey()) {
                case "Ref" -> found.add(value.asText());
                case "Fn::GetAtt" -> found.add(value.path(0).asText());
                case "Fn::Sub" -> {
                    Set<String> own = value.isArray() ? keys(value.path(1)) : Set.of();
                    Matcher variable =
                            VARIABLE.matcher(value.isArray() ? value.path(0).asText() : value.asText());
                    while (variable.find()) {
                        String name = variable.group(1).replaceAll("\\..*", "");
                        if (!own.contains(name)) {
                            found.add(name);
                        }
                    }
                    found.addAll(references(value.path(1)));
                }
                default -> found.addAll(references(value));
            }
        }
        return found;
    }
}
