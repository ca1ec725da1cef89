package dev.tandem.returns.order;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.returns.policy.Money;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An order and what of it is returned or on its way back.
 *
 * @param taken pieces by line that returns have taken; a rejected or cancelled return gives its pieces back
 * @param version counts the writes; each is made on the version that was read
 */
public record Order(String orderId, OrderDetails details, Map<String, Integer> taken, long version) {

    public Order {
        taken = java.util.Collections.unmodifiableMap(new TreeMap<>(taken));
    }

    /** The order after a telling. Whether it may be told so, {@link #conflictWith} says. */
    public static Order told(@Nullable Order before, String orderId, OrderDetails details) {
        return new Order(
                orderId, details, before == null ? Map.of() : before.taken, before == null ? 1 : before.version + 1);
    }

    /** Why the order cannot be told so any more, in words: what was returned must have been sold. */
    public Optional<String> conflictWith(OrderDetails next) {
        if (taken.values().stream().allMatch(pieces -> pieces == 0)) {
            return Optional.empty();
        }
        if (!details.shopperId().equals(next.shopperId()) || !details.currency().equals(next.currency())) {
            return Optional.of("It has returns, so its shopper and currency stay.");
        }
        for (Map.Entry<String, Integer> line : taken.entrySet()) {
            Optional<OrderDetails.Line> told = next.lines().stream()
                    .filter(each -> each.lineId().equals(line.getKey()))
                    .findFirst();
            if (line.getValue() > 0
                    && (told.isEmpty()
                            || told.get().quantity() < line.getValue()
                            || !told.get()
                                    .sku()
                                    .equals(line(line.getKey()).orElseThrow().sku()))) {
                return Optional.of("Of line " + line.getKey() + " " + line.getValue()
                        + " are returned or under way, so it keeps its SKU and at least that quantity.");
            }
        }
        return Optional.empty();
    }

    public Optional<OrderDetails.Line> line(String lineId) {
        return details.lines().stream()
                .filter(line -> line.lineId().equals(lineId))
                .findFirst();
    }

    public @Nullable Instant deliveredAt(OrderDetails.Line line) {
        return line.deliveredAt() != null ? line.deliveredAt() : details.deliveredAt();
    }

    public Money unitPrice(OrderDetails.Line line) {
        return new Money(line.unitPriceMinor(), details.currency());
    }

    /** Pieces of a line that no return has taken. */
    public int left(OrderDetails.Line line) {
        return line.quantity() - taken.getOrDefault(line.lineId(), 0);
    }

    /** The order after a return has taken pieces of its lines, or given them back (negative). */
    public Order taking(Map<String, Integer> pieces) {
        Map<String, Integer> after = new HashMap<>(taken);
        pieces.forEach((lineId, count) -> after.merge(lineId, count, Integer::sum));
        after.forEach((lineId, count) -> {
            if (count < 0
                    || count > line(lineId).map(OrderDetails.Line::quantity).orElse(0)) {
                throw new IllegalArgumentException("Line " + lineId + " has no " + count + " pieces to take");
            }
        });
        after.values().removeIf(count -> count == 0);
        return new Order(orderId, details, after, version + 1);
    }

    @JsonIgnore
    public int pieces() {
        return details.lines().stream().mapToInt(OrderDetails.Line::quantity).sum();
    }
}
