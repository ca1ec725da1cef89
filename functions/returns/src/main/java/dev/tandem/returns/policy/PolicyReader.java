package dev.tandem.returns.policy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.tandem.commons.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and checks a policy file. What the schema ({@code return-policy.schema.json}) refuses is refused here, and beyond it what the
 * schema cannot say: names given twice, dates that do not fit, and terms that undercut the law.
 */
public final class PolicyReader {
    private static final ObjectMapper MAPPER = strict();
    static final int MOST_RULES = 200;
    private static final int MOST_PROBLEMS = 50;
    private static final Pattern VERSION = Pattern.compile("[a-z0-9][a-z0-9.-]{0,39}");
    private static final Pattern RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
    private static final Pattern CATEGORY = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*");
    /** Names that this system gives to grounds of its own. */
    private static final Set<String> TAKEN =
            Set.of(Policy.DEFAULTS, "delivered", "window", "law-withdrawal", "law-guarantee", "shops-fault-free");

    /**
     * What is wrong.
     *
     * @param path where in the file, such as {@code rules[3].then.windowDays}
     */
    public record Problem(String path, String code, String detail) {}

    /** Either a policy or what is wrong with the file. */
    public record Reading(@Nullable Policy policy, List<Problem> problems) {}

    private final List<Problem> problems = new ArrayList<>();

    private PolicyReader() {}

    /** Also without taking numbers and truth values for texts. */
    private static ObjectMapper strict() {
        ObjectMapper mapper = Json.mapper().copy();
        mapper.coercionConfigFor(LogicalType.Textual)
                .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
        return mapper;
    }

    public static Reading read(byte[] json) {
        Policy policy;
        try {
            JsonNode tree = MAPPER.readTree(json);
            for (String time : List.of("effectiveFrom", "effectiveTo")) {
                if (tree.hasNonNull(time) && !tree.path(time).isTextual()) {
                    return new Reading(null, List.of(new Problem(time, "NOT_A_POLICY", "A time is ISO-8601 text.")));
                }
            }
            policy = MAPPER.treeToValue(tree, Policy.class);
        } catch (JsonMappingException e) {
            return new Reading(null, List.of(new Problem(path(e), "NOT_A_POLICY", words(e))));
        } catch (IOException e) {
            return new Reading(null, List.of(new Problem("", "NOT_JSON", "The file is not JSON.")));
        }
        if (policy == null) {
            return new Reading(null, List.of(new Problem("", "NOT_A_POLICY", "The file is null.")));
        }
        PolicyReader reader = new PolicyReader();
        reader.check(policy);
        return new Reading(
                reader.problems.isEmpty() ? policy : null,
                List.copyOf(reader.problems.subList(0, Math.min(MOST_PROBLEMS, reader.problems.size()))));
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(step -> step.getFieldName() != null ? step.getFieldName() : "[" + step.getIndex() + "]")
                .collect(Collectors.joining("."))
                .replace(".[", "[");
    }

    private static String words(JsonMappingException e) {
        Throwable root = e;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        // Jackson adds class names after the first part, which are nobody's business.
        return String.valueOf(message)
                .replaceAll("\\(class [^)]*\\)|`[a-zA-Z.$]+[.$]([A-Za-z]+)`", "$1")
                .lines()
                .findFirst()
                .orElse("");
    }

    private void check(Policy policy) {
        form("version", policy.version(), VERSION);
        text("title", policy.title(), 200);
        if (policy.effectiveFrom() == null) {
            add("effectiveFrom", "MISSING", "A policy says from when it holds.");
        } else if (policy.effectiveTo() != null && !policy.effectiveTo().isAfter(policy.effectiveFrom())) {
            add("effectiveTo", "ENDS_BEFORE_START", "effectiveTo must be after effectiveFrom.");
        }
        if (policy.defaults() == null) {
            add("defaults", "MISSING", "A policy has default terms.");
        } else {
            if (policy.defaults().windowDays() == null) {
                add("defaults.windowDays", "MISSING", "The default terms have a window.");
            }
            terms("defaults", policy.defaults(), Condition.ALWAYS);
        }
        if (policy.rules().size() > MOST_RULES) {
            add("rules", "TOO_MANY", "A policy has at most " + MOST_RULES + " rules.");
            return;
        }
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < policy.rules().size(); i++) {
            rule("rules[" + i + "]", policy.rules().get(i), ids);
        }
    }

    private void rule(String path, Rule rule, Set<String> ids) {
        form(path + ".id", rule.id(), RULE);
        if (rule.id() != null && (TAKEN.contains(rule.id()) || !ids.add(rule.id()))) {
            add(path + ".id", "NAME_TAKEN", "The name " + rule.id() + " is taken.");
        }
        text(path + ".because", rule.because(), 300);
        if (rule.when() != null) {
            condition(path + ".when", rule.when());
        }
        if (rule.then() == null || rule.then().equals(Terms.NONE)) {
            add(path + ".then", "MISSING", "A rule sets at least one term.");
        } else {
            terms(path + ".then", rule.then(), rule.condition());
        }
    }

    private void condition(String path, Condition when) {
        forms(path + ".categories", when.categories(), CATEGORY);
        forms(path + ".regions", when.regions(), REGION);
        for (Object list : new Object[] {when.channels(), when.soldIn(), when.reasons()}) {
            if (list instanceof List<?> values && values.stream().anyMatch(Objects::isNull)) {
                add(path, "INVALID", "A list holds null.");
            }
        }
        amounts(path + ".valueAtLeast", when.valueAtLeast());
        amounts(path + ".valueBelow", when.valueBelow());
        Condition.HistoryCondition history = when.history();
        if (history != null) {
            if (history.days() == null || !CustomerHistory.SPANS.contains(history.days())) {
                add(path + ".history.days", "INVALID", "days must be one of " + CustomerHistory.SPANS + ".");
            }
            if (history.returnsAtLeast() == null && history.returnRateAtLeast() == null) {
                add(path + ".history", "MISSING", "Name returnsAtLeast, returnRateAtLeast or both.");
            }
            range(path + ".history.returnsAtLeast", history.returnsAtLeast(), 1, 100_000);
            Double rate = history.returnRateAtLeast();
            if (rate != null && !(rate > 0 && rate <= 1)) {
                add(path + ".history.returnRateAtLeast", "OUT_OF_RANGE", "A rate is above 0 and at most 1.");
            }
        }
    }

    private void terms(String path, Terms terms, Condition when) {
        range(path + ".windowDays", terms.windowDays(), 0, 3650);
        range(path + ".photos", terms.photos(), 0, 6);
        range(path + ".bonusPercent", terms.bonusPercent(), 0, 100);
        range(path + ".keepPercent", terms.keepPercent(), 0, 90);
        amounts(path + ".fee", terms.fee());
        if (terms.exemption() != null && !Terms.is(terms.finalSale())) {
            add(path + ".exemption", "INVALID", "An exemption is the ground of a finalSale.");
        }
        if (!mayMeetWithdrawal(when)) {
            return;
        }
        // A later rule might lift it again, but a policy that needs luck to be lawful is none.
        if (terms.windowDays() != null && terms.windowDays() < LawFloor.WITHDRAWAL_DAYS) {
            add(
                    path + ".windowDays",
                    "BELOW_LAW",
                    "Buyers at a distance in the EEA and the United Kingdom have " + LawFloor.WITHDRAWAL_DAYS
                            + " days from delivery. Name other regions, or soldIn store.");
        }
        if (Terms.is(terms.finalSale()) && terms.exemption() == null) {
            add(
                    path + ".finalSale",
                    "BELOW_LAW",
                    "Buyers at a distance in the EEA and the United Kingdom may withdraw. Name the exemption, other regions, or"
                            + " soldIn store.");
        }
    }

    /** Whether somebody who may withdraw by law can meet the condition, as far as region, sale and reason tell. */
    private static boolean mayMeetWithdrawal(Condition when) {
        boolean region = empty(when.regions())
                || Objects.requireNonNull(when.regions()).stream()
                        .filter(Objects::nonNull)
                        .anyMatch(LawFloor::hasWithdrawal);
        boolean sale =
                empty(when.soldIn()) || Objects.requireNonNull(when.soldIn()).contains(SalesChannel.ONLINE);
        return region && sale;
    }

    private static boolean empty(@Nullable List<?> list) {
        return list == null || list.isEmpty();
    }

    private void form(String path, @Nullable String value, Pattern form) {
        if (value == null || !form.matcher(value).matches()) {
            add(path, value == null ? "MISSING" : "INVALID", "It must have the form " + form.pattern() + ".");
        }
    }

    private void forms(String path, @Nullable List<String> values, Pattern form) {
        for (int i = 0; values != null && i < values.size(); i++) {
            form(path + "[" + i + "]", values.get(i), form);
        }
    }

    private void text(String path, @Nullable String value, int most) {
        if (value == null || value.isBlank() || value.length() > most) {
            add(path, value == null ? "MISSING" : "INVALID", "It takes 1 to " + most + " characters.");
        }
    }

    private void range(String path, @Nullable Integer value, int least, int most) {
        if (value != null && (value < least || value > most)) {
            add(path, "OUT_OF_RANGE", "It must be from " + least + " to " + most + ".");
        }
    }

    private void amounts(String path, @Nullable Map<String, Long> amounts) {
        if (amounts == null) {
            return;
        }
        amounts.forEach((currency, minor) -> {
            if (minor == null || minor < 0 || minor > 100_000_000_000L) {
                add(path + "." + currency, "OUT_OF_RANGE", "An amount is from 0 to 100000000000 in minor units.");
            }
            if (!isCurrency(currency)) {
                add(path + "." + currency, "INVALID", "Amounts are named by ISO 4217 codes, as EUR.");
            }
        });
    }

    /** Whether it is a currency of ISO 4217 that has coins. */
    public static boolean isCurrency(@Nullable String code) {
        try {
            return code != null && Currency.getInstance(code).getDefaultFractionDigits() >= 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private void add(String path, String code, String detail) {
        problems.add(new Problem(path, code, detail));
    }
}
