package dev.tandem.recommendation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.tandem.recommendation.bandit.Outcome;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a shopper did. On the wire in lower case with hyphens. */
public enum Kind {
    IMPRESSION,
    VIEW,
    DWELL,
    SCROLL,
    CLICK,
    SIZE_CHART_VIEW,
    SEARCH,
    ADD_TO_CART,
    REMOVE_FROM_CART,
    PURCHASE;

    private static final Map<String, Kind> BY_WIRE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Kind::wire, kind -> kind));

    @JsonValue
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Kind> ofWire(String wire) {
        return Optional.ofNullable(BY_WIRE.get(wire));
    }

    @JsonCreator
    static Kind fromJson(String wire) {
        return ofWire(wire).orElseThrow(() -> new IllegalArgumentException("There is no kind " + wire));
    }

    /** Searches are about words, and a page without an item can be scrolled; everything else is about an item. */
    boolean needsItem() {
        return this != SEARCH && this != SCROLL;
    }

    /** How somebody looks at an item, as opposed to which items somebody turns to. There is a lot of it. */
    boolean isMicro() {
        return this == DWELL || this == SCROLL;
    }

    /** Whether the item was turned to of the shopper's own accord: what next-item models learn from and answer to. */
    boolean turnsToItem() {
        return this == VIEW || this == CLICK || this == SIZE_CHART_VIEW || this == ADD_TO_CART || this == PURCHASE;
    }

    /** What the event says of the answer whose id it carries; empty for what happens on an item's page or has no item. */
    Optional<Outcome> outcome() {
        return switch (this) {
            case IMPRESSION -> Optional.of(Outcome.IGNORED);
            case VIEW, CLICK -> Optional.of(Outcome.CLICKED);
            case ADD_TO_CART -> Optional.of(Outcome.ADDED_TO_CART);
            case PURCHASE -> Optional.of(Outcome.PURCHASED);
            case DWELL, SCROLL, SIZE_CHART_VIEW, SEARCH, REMOVE_FROM_CART -> Optional.empty();
        };
    }
}
