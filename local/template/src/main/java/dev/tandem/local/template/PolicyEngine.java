package dev.tandem.local.template;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Evaluates identity policies as IAM does: an explicit Deny wins, else one matching Allow suffices, else the answer is
 * no. Actions match without regard to case, resources with it; {@code *} and {@code ?} are wildcards in both.
 *
 * <p>Conditions are evaluated against the context of the call for the operators StringEquals, StringNotEquals,
 * StringLike, StringNotLike, ArnEquals, ArnLike, Bool and Null; as on AWS a key that the call does not carry fails a
 * positive operator and passes a negated one or one that ends in IfExists. Any other operator is refused at load.
 */
public final class PolicyEngine {

    /** What IAM would say, and because of which statement. */
    public enum Verdict {
        ALLOWED,
        DENIED_EXPLICITLY,
        NOT_ALLOWED
    }

    private final List<Statement> statements;

    private PolicyEngine(List<Statement> statements) {
        this.statements = List.copyOf(statements);
    }

    /** Reads policy documents; throws {@link TemplateException} for what is no policy. */
    public static PolicyEngine of(List<JsonNode> documents) {
        List<Statement> statements = new ArrayList<>();
        for (JsonNode document : documents) {
            for (JsonNode statement : listOf(document.path("Statement"))) {
                statements.add(Statement.read(statement));
            }
        }
        return new PolicyEngine(statements);
    }

    public Verdict evaluate(String action, String resource) {
        return evaluate(action, resource, Map.of());
    }

    public Verdict evaluate(String action, String resource, Map<String, String> context) {
        Verdict verdict = Verdict.NOT_ALLOWED;
        for (Statement statement : statements) {
            if (statement.matches(action, resource, context)) {
                if (!statement.allow) {
                    return Verdict.DENIED_EXPLICITLY;
                }
                verdict = Verdict.ALLOWED;
            }
        }
        return verdict;
    }

    public boolean allows(String action, String resource) {
        return evaluate(action, resource) == Verdict.ALLOWED;
    }

    private record Statement(
            boolean allow,
            List<Pattern> actions,
            boolean notActions,
            List<Pattern> resources,
            boolean notResources,
            List<Condition> conditions) {

        static Statement read(JsonNode node) {
            String effect = node.path("Effect").asText();
            if (!effect.equals("Allow") && !effect.equals("Deny")) {
                throw new TemplateException("policy statement with Effect '" + effect + "': " + node);
            }
            boolean notActions = node.has("NotAction");
            boolean notResources = node.has("NotResource");
            JsonNode actions = node.path(notActions ? "NotAction" : "Action");
            JsonNode resources = node.path(notResources ? "NotResource" : "Resource");
            if (actions.isMissingNode() || resources.isMissingNode()) {
                throw new TemplateException("policy statement without Action or Resource: " + node);
            }
            List<Condition> conditions = new ArrayList<>();
            node.path("Condition")
                    .properties()
                    .forEach(operator -> operator.getValue()
                            .properties()
                            .forEach(key ->
                                    conditions.add(Condition.read(operator.getKey(), key.getKey(), key.getValue()))));
            return new Statement(
                    effect.equals("Allow"),
                    patterns(actions, Pattern.CASE_INSENSITIVE),
                    notActions,
                    patterns(resources, 0),
                    notResources,
                    conditions);
        }

        boolean matches(String action, String resource, Map<String, String> context) {
            return any(actions, action) != notActions
                    && any(resources, resource) != notResources
                    && conditions.stream().allMatch(condition -> condition.holds(context));
        }
    }

    private record Condition(String operator, boolean ifExists, String key, List<Pattern> values) {

        static Condition read(String operator, String key, JsonNode values) {
            boolean ifExists = operator.endsWith("IfExists");
            String plain = ifExists ? operator.substring(0, operator.length() - "IfExists".length()) : operator;
            return switch (plain) {
                case "StringLike", "StringNotLike", "ArnEquals", "ArnLike", "Bool", "Null" ->
                    new Condition(
                            plain,
                            ifExists,
                            key,
                            patterns(values, plain.equals("Bool") ? Pattern.CASE_INSENSITIVE : 0));
                case "StringEquals", "StringNotEquals" -> new Condition(plain, ifExists, key, literals(values));
                default ->
                    throw new TemplateException("policy condition operator '" + operator + "' is not known here");
            };
        }

        boolean holds(Map<String, String> context) {
            Optional<String> actual = Optional.ofNullable(context.get(key));
            if (operator.equals("Null")) {
                return any(values, String.valueOf(actual.isEmpty()));
            }
            boolean negated = operator.contains("Not");
            return actual.map(value -> any(values, value) != negated).orElse(negated || ifExists);
        }
    }

    private static boolean any(List<Pattern> patterns, String value) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(value).matches());
    }

    private static List<Pattern> patterns(JsonNode values, int flags) {
        return listOf(values).stream().map(value -> glob(value.asText(), flags)).toList();
    }

    private static List<Pattern> literals(JsonNode values) {
        return listOf(values).stream()
                .map(value -> Pattern.compile(Pattern.quote(value.asText())))
                .toList();
    }

    private static Pattern glob(String text, int flags) {
        StringBuilder regex = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return Pattern.compile(regex.toString(), flags | Pattern.DOTALL);
    }

    private static List<JsonNode> listOf(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return List.of();
        }
        List<JsonNode> list = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(list::add);
        } else {
            list.add(node);
        }
        return list;
    }
}
