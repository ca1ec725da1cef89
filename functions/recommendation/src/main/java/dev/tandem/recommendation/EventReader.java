package dev.tandem.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Judges events one by one: a wrong one is refused with its place and reason, and its neighbours are not. */
final class EventReader {
    /** A device's clock may be ahead by this much; beyond it, one wrong clock would be "newest" for good. */
    static final Duration CLOCK_AHEAD = Duration.ofMinutes(5);

    static final Set<String> ZONES =
            Set.of("image", "price", "size-chart", "reviews", "description", "delivery", "recommendation", "other");
    static final Set<String> PLACEMENTS = Set.of("home", "product", "cart");
    private static final Instant OLDEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int LONGEST_QUERY = 200;
    private static final long LONGEST_DWELL = Duration.ofDays(1).toMillis();
    private static final Set<String> FIELDS = Set.of(
            "eventId",
            "sessionId",
            "userId",
            "consent",
            "at",
            "kind",
            "sku",
            "quantity",
            "dwellMs",
            "scrollPxPerSecond",
            "scrollDepth",
            "zone",
            "query",
            "placement",
            "recommendationId");

    /** An event that was not taken; {@code index} counts from 0, {@code code} is stable, {@code detail} is for a person. */
    record Refusal(int index, @Nullable String eventId, String code, String detail) {}

    /**
     * What became of the events of one call. Of those without consent only the number is known, and in {@code withdrawn} the sessions,
     * lest anything be kept that one of them agreed to before: with the moment up to which nothing may be.
     */
    record Reading(
            List<BehaviourEvent> events, int withoutConsent, Map<String, Instant> withdrawn, List<Refusal> refused) {}

    private static final class FaultException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final String code;

        FaultException(String code, String detail) {
            super(detail);
            this.code = code;
        }
    }

    private EventReader() {}

    static Reading read(JsonNode events, Instant now) {
        List<BehaviourEvent> kept = new ArrayList<>();
        List<Refusal> refused = new ArrayList<>();
        List<BehaviourEvent> notKept = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            JsonNode node = events.get(i);
            try {
                BehaviourEvent event = event(node, now);
                if (node.path("consent").booleanValue()) {
                    kept.add(event);
                } else {
                    notKept.add(event);
                }
            } catch (FaultException e) {
                String id = node.path("eventId").asText();
                refused.add(
                        new Refusal(i, ID.matcher(id).matches() ? id : null, e.code, String.valueOf(e.getMessage())));
            }
        }
        return new Reading(kept, notKept.size(), withdrawn(kept, notKept, now), refused);
    }

    /** Up to now, whatever the device's clock says; but if the session agreed again in the same call, only up to its last refusal. */
    private static Map<String, Instant> withdrawn(
            List<BehaviourEvent> kept, List<BehaviourEvent> notKept, Instant now) {
        Map<String, Instant> last = new HashMap<>();
        notKept.forEach(event -> last.merge(event.sessionId(), event.at(), EventReader::later));
        Map<String, Instant> agreed = new HashMap<>();
        kept.forEach(event -> agreed.merge(event.sessionId(), event.at(), EventReader::later));
        last.replaceAll((session, at) -> {
            Instant again = agreed.get(session);
            return again != null && again.isAfter(at) ? at : later(at, now);
        });
        return last;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static BehaviourEvent event(JsonNode node, Instant now) {
        if (!node.isObject()) {
            throw new FaultException("EVENT_INVALID", "An event is a JSON object.");
        }
        for (var field : node.properties()) {
            if (!FIELDS.contains(field.getKey())) {
                throw new FaultException(
                        "FIELD_UNKNOWN", "An event has no field of this name; it has " + sorted(FIELDS) + ".");
            }
        }
        String eventId = required("eventId", text(node, "eventId", ID));
        String sessionId = required("sessionId", text(node, "sessionId", ID));
        if (!required("consent", node.get("consent")).isBoolean()) {
            throw invalid("consent", "true or false");
        }
        String wire = required("kind", node.get("kind")).asText();
        Kind kind = Kind.ofWire(wire)
                .orElseThrow(() -> new FaultException(
                        "KIND_UNKNOWN",
                        "kind is one of impression, view, dwell, "
                                + "scroll, click, size-chart-view, search, add-to-cart, remove-from-cart, purchase."));
        BehaviourEvent event = new BehaviourEvent(
                eventId,
                sessionId,
                text(node, "userId", ID),
                at(node, now),
                kind,
                text(node, "sku", SKU),
                quantity(node),
                dwell(node),
                number(node, "scrollPxPerSecond", -1_000_000, 1_000_000),
                number(node, "scrollDepth", 0, 1),
                choice(node, "zone", ZONES),
                query(node),
                choice(node, "placement", PLACEMENTS),
                text(node, "recommendationId", ID));
        if (kind.needsItem()) {
            required("sku", event.sku());
        }
        switch (kind) {
            case DWELL -> required("dwellMs", event.dwellMs());
            case CLICK -> required("zone", event.zone());
            case SEARCH -> required("query", event.query());
            case SCROLL -> {
                if (event.scrollDepth() == null && event.scrollPxPerSecond() == null) {
                    throw new FaultException("FIELD_MISSING", "A scroll has scrollDepth, scrollPxPerSecond or both.");
                }
            }
            default -> {}
        }
        return event;
    }

    private static <T> T required(String field, @Nullable T value) {
        if (value == null) {
            throw new FaultException("FIELD_MISSING", "The field " + field + " is missing.");
        }
        return value;
    }

    private static FaultException invalid(String field, String allowed) {
        return new FaultException("FIELD_INVALID", "The field " + field + " must be " + allowed + ".");
    }

    private static @Nullable String text(JsonNode node, String field, Pattern pattern) {
        JsonNode value = node.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !pattern.matcher(value.asText()).matches()) {
            throw invalid(field, "text of the form " + pattern.pattern());
        }
        return value.asText();
    }

    private static @Nullable String choice(JsonNode node, String field, Set<String> choices) {
        JsonNode value = node.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isTextual() || !choices.contains(value.asText())) {
            throw invalid(field, "one of " + sorted(choices));
        }
        return value.asText();
    }

    private static List<String> sorted(Set<String> words) {
        return words.stream().sorted().toList();
    }

    private static @Nullable String query(JsonNode node) {
        JsonNode value = node.get("query");
        if (value == null) {
            return null;
        }
        String text = value.asText();
        if (!value.isTextual()
                || text.isBlank()
                || text.length() > LONGEST_QUERY
                || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid("query", "1 to " + LONGEST_QUERY + " printable characters");
        }
        return text;
    }

    private static Instant at(JsonNode node, Instant now) {
        String text = required("at", node.get("at")).asText();
        Instant at;
        try {
            at = Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw invalid("at", "an ISO-8601 instant such as 2026-03-02T09:00:00Z");
        }
        if (at.isAfter(now.plus(CLOCK_AHEAD))) {
            throw new FaultException("AT_IN_FUTURE", "The field at is more than five minutes ahead of our clock.");
        }
        if (at.isBefore(OLDEST)) {
            throw invalid("at", "in this century");
        }
        return at;
    }

    private static @Nullable Integer quantity(JsonNode node) {
        Long value = whole(node, "quantity", 1, 1_000_000);
        return value == null ? null : value.intValue();
    }

    private static @Nullable Long dwell(JsonNode node) {
        return whole(node, "dwellMs", 0, LONGEST_DWELL);
    }

    private static @Nullable Long whole(JsonNode node, String field, long least, long most) {
        JsonNode value = node.get(field);
        if (value == null) {
            return null;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong() || value.asLong() < least || value.asLong() > most) {
            throw invalid(field, "a whole number from " + least + " to " + most);
        }
        return value.asLong();
    }

    private static @Nullable Double number(JsonNode node, String field, double least, double most) {
        JsonNode value = node.get(field);
        if (value == null) {
            return null;
        }
        double number = value.asDouble();
        // Written so that a not-a-number is refused too.
        if (!value.isNumber() || !(number >= least && number <= most)) {
            throw invalid(field, "a number from " + (long) least + " to " + (long) most);
        }
        return number;
    }
}
