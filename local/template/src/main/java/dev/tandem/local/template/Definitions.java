package dev.tandem.local.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the definition of a state machine: inline as text, inline as an object, or from a file beside the template. */
final class Definitions {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern DEFINITION_VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)}");

    private Definitions() {}

    /** The definition with DefinitionSubstitutions put in. */
    static JsonNode read(String id, JsonNode p, Path folder) {
        try {
            JsonNode definition;
            if (p.path("DefinitionString").isTextual()) {
                definition = MAPPER.readTree(p.path("DefinitionString").asText());
            } else if (p.path("DefinitionUri").isTextual()) {
                definition = MAPPER.readTree(
                        ResourceReader.path(folder, id, p, "DefinitionUri").toFile());
            } else {
                definition = p.path("Definition");
            }
            if (!definition.isObject()) {
                throw new TemplateException(id + ": the state machine has no definition inline or in a local file");
            }
            JsonNode substitutions = p.path("DefinitionSubstitutions");
            return substitutions.isEmpty() ? definition : MAPPER.readTree(substitute(definition, substitutions));
        } catch (JsonProcessingException e) {
            throw new TemplateException(id + ": the definition is not JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new TemplateException(id + ": cannot read the definition: " + e.getMessage(), e);
        }
    }

    private static String substitute(JsonNode definition, JsonNode substitutions) throws JsonProcessingException {
        Matcher matcher = DEFINITION_VARIABLE.matcher(MAPPER.writeValueAsString(definition));
        StringBuilder result = new StringBuilder();
        while (matcher.find()) {
            JsonNode value = substitutions.path(matcher.group(1));
            String replacement = value.isMissingNode() ? matcher.group() : escaped(value.asText());
            matcher.appendReplacement(result, Matcher.quoteReplacement(replacement));
        }
        return matcher.appendTail(result).toString();
    }

    private static String escaped(String text) throws JsonProcessingException {
        String quoted = MAPPER.writeValueAsString(text);
        return quoted.substring(1, quoted.length() - 1);
    }
}
