package dev.tandem.returns.order;

import dev.tandem.returns.policy.PolicyReader;
import dev.tandem.returns.policy.SalesChannel;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An order as a shop tells it: whole, each time.
 *
 * @param shopperId the subject of the shopper's tokens
 * @param region ISO 3166 of where it went
 * @param deliveredAt of all lines that say nothing of their own; absent while under way
 * @param updatedAt of two tellings the later one counts
 */
public record OrderDetails(
        String shopperId,
        String region,
        SalesChannel salesChannel,
        String currency,
        Instant orderedAt,
        @Nullable Instant deliveredAt,
        Instant updatedAt,
        List<Line> lines) {
    public static final int MOST_LINES = 100;
    private static final Pattern SUBJECT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:|-]{0,127}");
    private static final Pattern REGION = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");
    private static final Pattern LINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern GTIN = Pattern.compile("\\d{8}|\\d{12,14}");
    private static final Pattern CATEGORY = Pattern.compile("[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)*");

    /**
     * One line.
     *
     * @param gtin the code on the hang tag
     * @param category from wide to narrow, such as {@code wear/shirts}
     * @param unitPriceMinor what the shopper paid for one piece
     */
    public record Line(
            String lineId,
            String sku,
            @Nullable String gtin,
            String name,
            String category,
            Integer quantity,
            Long unitPriceMinor,
            @Nullable Instant deliveredAt) {
        public Line {
            form(lineId, LINE, "lineId takes 1 to 32 letters, digits and ._-");
            form(sku, SKU, "sku takes 1 to 64 letters, digits and ._-");
            if (gtin != null && !(GTIN.matcher(gtin).matches() && hasCheckDigit(gtin))) {
                throw new IllegalArgumentException("gtin must have 8, 12, 13 or 14 digits and a right check digit");
            }
            name = name == null || name.isBlank() ? sku : name.strip();
            if (name.length() > 200) {
                throw new IllegalArgumentException("name has at most 200 characters");
            }
            form(category, CATEGORY, "category takes small letters, digits and -, parted by /");
            if (category.length() > 100) {
                throw new IllegalArgumentException("category has at most 100 characters");
            }
            if (quantity == null || quantity < 1 || quantity > 10_000) {
                throw new IllegalArgumentException("quantity must be from 1 to 10000");
            }
            if (unitPriceMinor == null || unitPriceMinor < 0 || unitPriceMinor > 100_000_000_000L) {
                throw new IllegalArgumentException("unitPriceMinor must be from 0 to 100000000000");
            }
        }

        /** GS1's check digit: from the right, weights 3 and 1 in turn. */
        private static boolean hasCheckDigit(String gtin) {
            int sum = 0;
            for (int i = 0; i < gtin.length() - 1; i++) {
                int fromRight = gtin.length() - 1 - i;
                sum += (gtin.charAt(i) - '0') * (fromRight % 2 == 1 ? 3 : 1);
            }
            return (10 - sum % 10) % 10 == gtin.charAt(gtin.length() - 1) - '0';
        }
    }

    public OrderDetails {
        form(shopperId, SUBJECT, "shopperId takes 1 to 128 letters, digits and ._:|-");
        form(region, REGION, "region must be an ISO 3166 code, as DE or GB-ENG");
        salesChannel = salesChannel == null ? SalesChannel.ONLINE : salesChannel;
        if (!PolicyReader.isCurrency(currency)) {
            throw new IllegalArgumentException("currency must be an ISO 4217 code, as EUR");
        }
        if (orderedAt == null || updatedAt == null) {
            throw new IllegalArgumentException((orderedAt == null ? "orderedAt" : "updatedAt") + " is missing");
        }
        if (lines == null
                || lines.isEmpty()
                || lines.size() > MOST_LINES
                || lines.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("lines takes 1 to " + MOST_LINES + " lines");
        }
        lines = List.copyOf(lines);
        Set<String> ids = new HashSet<>();
        for (Line line : lines) {
            if (!ids.add(line.lineId())) {
                throw new IllegalArgumentException("lines names " + line.lineId() + " twice");
            }
            Instant delivered = line.deliveredAt() != null ? line.deliveredAt() : deliveredAt;
            if (delivered != null && delivered.isBefore(orderedAt)) {
                throw new IllegalArgumentException("deliveredAt is before orderedAt");
            }
        }
    }

    private static void form(@Nullable String value, Pattern form, String message) {
        if (value == null || !form.matcher(value).matches()) {
            throw new IllegalArgumentException(message);
        }
    }
}
