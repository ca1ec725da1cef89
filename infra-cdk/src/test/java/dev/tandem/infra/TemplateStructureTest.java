package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What a linter would say: every reference leads somewhere, every property is one that SAM knows. The limits of a stack are those of {@link DeployedStacksTest}. */
class TemplateStructureTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^!}][^}]*)}");

    /** Of AWS::Serverless::Function, as far as this stack uses them. */
    private static final Set<String> FUNCTION_PROPERTIES = Set.of(
            "Architectures",
            "AutoPublishAlias",
            "CodeUri",
            "DeadLetterQueue",
            "Description",
            "Environment",
            "Handler",
            "Layers",
            "LoggingConfig",
            "MemorySize",
            "Role",
            "Runtime",
            "SnapStart",
            "Timeout",
            "Tracing");

    private static final Set<String> LAYER_PROPERTIES =
            Set.of("CompatibleArchitectures", "CompatibleRuntimes", "ContentUri", "Description", "RetentionPolicy");

    private final Synthesised synthesised = Synthesised.get();
    private final JsonNode sam = synthesised.sam();

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> lost = new ArrayList<>();
        references(sam, "", lost);
        assertThat(lost).isEmpty();
    }

    private void references(JsonNode node, String path, List<String> lost) {
        if (node.isArray()) {
            node.forEach(element -> references(element, path, lost));
            return;
        }
        for (var entry : node.properties()) {
            JsonNode value = entry.getValue();
            String here = path + "/" + entry.getKey();
            switch (entry.getKey()) {
                case "Ref" -> expect(known(value.asText()), here + " " + value, lost);
                case "Fn::GetAtt" -> expect(isResource(value.path(0).asText()), here + " " + value, lost);
                case "DependsOn" -> value.forEach(id -> expect(isResource(id.asText()), here + " " + id, lost));
                case "Fn::Sub" -> sub(value, here, lost);
                default -> references(value, here, lost);
            }
        }
    }

    private void sub(JsonNode value, String here, List<String> lost) {
        String text = value.isArray() ? value.path(0).asText() : value.asText();
        Matcher variables = VARIABLE.matcher(text);
        while (variables.find()) {
            String name = variables.group(1);
            boolean own = value.isArray() && value.path(1).has(name);
            expect(own || known(name), here + " " + name, lost);
        }
        if (value.isArray()) {
            references(value.path(1), here, lost);
        }
    }

    /** A parameter, a resource, a pseudo parameter, or the alias that SAM makes of a function. */
    private boolean known(String name) {
        if (name.endsWith(".Alias")) {
            JsonNode function = synthesised.resource(name.substring(0, name.length() - ".Alias".length()));
            return function.path("Type").asText().equals("AWS::Serverless::Function")
                    && function.path("Properties").has("AutoPublishAlias");
        }
        return name.startsWith("AWS::") || sam.path("Parameters").has(name) || isResource(name);
    }

    private boolean isResource(String id) {
        return sam.path("Resources").has(id);
    }

    private static void expect(boolean holds, String what, List<String> lost) {
        if (!holds) {
            lost.add(what);
        }
    }

    @Test
    void logicalIdsArePlainNames() {
        for (var resource : sam.path("Resources").properties()) {
            assertThat(resource.getKey()).matches("[A-Za-z0-9]+").hasSizeLessThan(256);
            // The one id with a hash: CloudFormation deploys a changed API only under a new deployment.
            if (!resource.getValue().path("Type").asText().equals("AWS::ApiGateway::Deployment")) {
                assertThat(resource.getKey()).doesNotContainPattern("[0-9A-F]{8}$");
            }
        }
    }

    @Test
    void functionsAndLayersUsePropertiesThatSamKnows() {
        assertThat(sam.path("Transform").asText()).isEqualTo("AWS::Serverless-2016-10-31");
        synthesised
                .resources("AWS::Serverless::Function")
                .forEach(
                        (id, function) -> assertThat(function.path("Properties").fieldNames())
                                .toIterable()
                                .as(id)
                                .isSubsetOf(FUNCTION_PROPERTIES)
                                .contains("CodeUri", "Handler", "Runtime", "AutoPublishAlias"));
        synthesised
                .resources("AWS::Serverless::LayerVersion")
                .forEach((id, layer) -> assertThat(layer.path("Properties").fieldNames())
                        .toIterable()
                        .as(id)
                        .isSubsetOf(LAYER_PROPERTIES)
                        .contains("ContentUri"));
        assertThat(synthesised.resources("AWS::Lambda::Function")).isEmpty();
        assertThat(synthesised.resources("AWS::Lambda::Version")).isEmpty();
        assertThat(synthesised.resources("AWS::Lambda::Alias")).isEmpty();
    }

    @Test
    void noRoleHasMoreInlineThanIamTakes() {
        for (JsonNode role : synthesised.resources("AWS::IAM::Role").values()) {
            int characters = 0;
            for (JsonNode policy : role.at("/Properties/Policies")) {
                characters += policy.path("PolicyDocument").toString().length();
            }
            assertThat(characters)
                    .as("inline policies of a role, whose limit is 10240 characters")
                    .isLessThan(10_240);
        }
    }

    @Test
    void thereIsNoCustomResource() {
        for (var resource : synthesised.template().path("Resources").properties()) {
            assertThat(resource.getValue().path("Type").asText())
                    .startsWith("AWS::")
                    .isNotEqualTo("AWS::CloudFormation::CustomResource");
        }
        long functions = synthesised
                .template()
                .path("Resources")
                .valueStream()
                .filter(resource -> resource.path("Type").asText().equals("AWS::Lambda::Function"))
                .count();
        assertThat(functions)
                .as("no helper function beside the declared ones")
                .isEqualTo(Synthesised.functions().size());
    }

    @Test
    void thereIsNoSecret() {
        noSecret(sam.path("Resources"), "");
        assertThat(synthesised.resource("PartnerApiKey").path("Properties").has("Value"))
                .as("the key's value is made by API Gateway")
                .isFalse();
    }

    private static void noSecret(JsonNode node, String path) {
        node.forEach(child -> {
            if (node.isArray()) {
                noSecret(child, path);
            }
        });
        for (var entry : node.properties()) {
            String here = path + "/" + entry.getKey();
            if (entry.getValue().isTextual()) {
                assertThat(entry.getKey()).as(here).doesNotMatch("(?i).*(secret|password|accesskey|privatekey).*");
                assertThat(entry.getValue().asText())
                        .as(here)
                        .doesNotContainPattern("AKIA[0-9A-Z]{16}|BEGIN [A-Z ]*PRIVATE KEY");
            }
            noSecret(entry.getValue(), here);
        }
    }
}
