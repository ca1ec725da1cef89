package dev.tandem.returns.order;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes what shops tell of their orders. */
public final class OrderDesk {
    private static final Pattern ORDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Orders orders;

    public OrderDesk(Orders orders) {
        this.orders = orders;
    }

    /** What became of a telling. */
    public enum Kind {
        APPLIED,
        UNCHANGED,
        /** A later one has come before it. */
        STALE,
        /** It contradicts returns that were made, or says something else with the same time. */
        CONFLICT
    }

    /** @param why in words, for what was not taken */
    public record Told(Kind kind, Order order, String why) {}

    public static boolean isOrderId(@Nullable String text) {
        return text != null && ORDER.matcher(text).matches();
    }

    /** Takes an order, new or changed. {@code answer} gives what is to be stored with the write, if anything. */
    public Told tell(
            String orderId, OrderDetails details, Function<Order, @Nullable FirstAnswer> answer, Attempts attempts) {
        while (true) {
            Order before = orders.find(orderId).orElse(null);
            if (before != null) {
                if (before.details().equals(details)) {
                    return new Told(Kind.UNCHANGED, before, "");
                }
                if (!details.updatedAt().isAfter(before.details().updatedAt())) {
                    boolean older =
                            details.updatedAt().isBefore(before.details().updatedAt());
                    return new Told(
                            older ? Kind.STALE : Kind.CONFLICT,
                            before,
                            "The order is known as of " + before.details().updatedAt()
                                    + (older ? ", which is later." : " with other values; send it with a later time."));
                }
                String conflict = before.conflictWith(details).orElse(null);
                if (conflict != null) {
                    return new Told(Kind.CONFLICT, before, conflict);
                }
            }
            Order after = Order.told(before, orderId, details);
            switch (orders.put(before, after, answer.apply(after))) {
                case DONE -> {
                    return new Told(Kind.APPLIED, after, "");
                }
                case REPEATED -> throw new RepeatedException();
                case OVERTAKEN -> attempts.pause();
            }
        }
    }
}
