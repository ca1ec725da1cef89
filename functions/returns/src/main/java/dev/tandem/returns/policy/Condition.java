package dev.tandem.returns.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When a rule applies: when all that is named here holds. Of a list one suffices; an empty list asks for nothing.
 *
 * @param categories a category holds for those below it too: {@code wear} for {@code wear/shirts}
 * @param regions ISO 3166, {@code DE} also for {@code DE-BY}
 * @param valueAtLeast of the line, in minor units by currency; a line in a currency that is not named does not meet it
 * @param valueBelow likewise
 */
public record Condition(
        @Nullable List<String> categories,
        @Nullable List<String> regions,
        @Nullable List<ReturnChannel> channels,
        @Nullable List<SalesChannel> soldIn,
        @Nullable List<Reason> reasons,
        @Nullable Map<String, Long> valueAtLeast,
        @Nullable Map<String, Long> valueBelow,
        @Nullable HistoryCondition history) {
    static final Condition ALWAYS = new Condition(null, null, null, null, null, null, null, null);

    /**
     * What the customer's past must show; of the two, those named must both hold.
     *
     * @param days one of {@link CustomerHistory#SPANS}
     * @param returnRateAtLeast pieces returned of pieces delivered, 0 to 1
     */
    public record HistoryCondition(
            Integer days,
            @Nullable Integer returnsAtLeast,
            @Nullable Double returnRateAtLeast) {}

    boolean holds(Facts facts) {
        return any(categories, category -> within(facts.category(), category, '/'))
                && any(regions, region -> within(facts.region(), region, '-'))
                && any(channels, channel -> channel == facts.channel())
                && any(soldIn, channel -> channel == facts.soldIn())
                && any(reasons, reason -> reason == facts.reason())
                && value(facts, valueAtLeast, true)
                && value(facts, valueBelow, false)
                && past(facts);
    }

    private static <T> boolean any(@Nullable List<T> wanted, java.util.function.Predicate<T> meets) {
        return wanted == null || wanted.isEmpty() || wanted.stream().anyMatch(meets);
    }

    static boolean within(String name, String wider, char separator) {
        return name.equals(wider) || name.startsWith(wider + separator);
    }

    private static boolean value(Facts facts, @Nullable Map<String, Long> limits, boolean atLeast) {
        if (limits == null) {
            return true;
        }
        Long limit = limits.get(facts.unitPrice().currency());
        return limit != null && (facts.value().minor() >= limit) == atLeast;
    }

    private boolean past(Facts facts) {
        if (history == null) {
            return true;
        }
        CustomerHistory.Span span = facts.history().over(history.days());
        return (history.returnsAtLeast() == null || span.returns() >= history.returnsAtLeast())
                && (history.returnRateAtLeast() == null || span.rate() >= history.returnRateAtLeast());
    }
}
