package dev.tandem.stock;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/** How goods reach the shopper. */
public enum Fulfilment {
    @JsonProperty("pickup")
    PICKUP,
    @JsonProperty("delivery")
    DELIVERY;

    public static Optional<Fulfilment> of(String text) {
        return switch (text) {
            case "pickup" -> Optional.of(PICKUP);
            case "delivery" -> Optional.of(DELIVERY);
            default -> Optional.empty();
        };
    }

    public String text() {
        return this == PICKUP ? "pickup" : "delivery";
    }
}
