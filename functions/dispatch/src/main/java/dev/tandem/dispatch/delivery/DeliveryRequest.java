package dev.tandem.dispatch.delivery;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a shop asks for.
 *
 * @param reference the shop's own name for it, once for ever
 * @param readyAt when the goods can be picked up; now when absent
 * @param deadline when they should be at the door; see {@link Delivery#DEADLINE} when absent
 * @param priority 1 is ordinary, up to 10; lateness counts that many times
 */
public record DeliveryRequest(
        String reference,
        Site pickUp,
        Site dropOff,
        @Nullable Instant readyAt,
        @Nullable Instant deadline,
        @Nullable Double weightKg,
        @Nullable Double volumeLiters,
        @Nullable Integer priority) {
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,63}");
    private static final double MOST_KILOGRAMS = 1_000;
    private static final double MOST_LITERS = 10_000;

    public DeliveryRequest {
        if (reference == null || !REFERENCE.matcher(reference).matches()) {
            throw new IllegalArgumentException("reference takes 1 to 64 letters, digits and ._:-");
        }
        if (pickUp == null || dropOff == null) {
            throw new IllegalArgumentException("pickUp and dropOff are both needed");
        }
        if (weightKg != null && !(weightKg >= 0 && weightKg <= MOST_KILOGRAMS)) {
            throw new IllegalArgumentException("weightKg must be from 0 to " + MOST_KILOGRAMS);
        }
        if (volumeLiters != null && !(volumeLiters >= 0 && volumeLiters <= MOST_LITERS)) {
            throw new IllegalArgumentException("volumeLiters must be from 0 to " + MOST_LITERS);
        }
        if (priority != null && (priority < 1 || priority > 10)) {
            throw new IllegalArgumentException("priority must be from 1 to 10");
        }
    }
}
