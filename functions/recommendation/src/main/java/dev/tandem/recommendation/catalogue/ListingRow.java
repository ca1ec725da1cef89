package dev.tandem.recommendation.catalogue;

import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.recommendation.Product;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** One row of a product file. */
final class ListingRow {
    static final FeedSchema SCHEMA = FeedSchema.of(
            List.of("sku", "name", "category", "price", "currency", "updatedAt"),
            List.of("brand", "scenes", "variantGroup", "discontinued"));

    private static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    /** What fits into a price filter, with room for currencies of three decimal places. */
    private static final Pattern PRICE = Pattern.compile("\\d{1,12}(\\.\\d{1,6})?");

    private static final int MOST_CHARACTERS = 200;
    private static final int MOST_SCENES = 20;

    private ListingRow() {}

    /**
     * Reads a row.
     *
     * @throws RowFaultException also with {@code TOO_LONG}, {@code TOO_MANY} or {@code PRICE_PRECISION} (more decimal places than the
     *     currency has)
     */
    static Listing parse(FeedRow row) {
        Currency currency = currency(row.text("currency"));
        return new Listing(
                new Product(
                        row.matching("sku", SKU),
                        text(row, "name"),
                        text(row, "category"),
                        row.optional("brand")
                                .map(brand -> bounded("brand", brand))
                                .orElse(null),
                        scenes(row),
                        minor(row.matching("price", PRICE), currency),
                        currency.getCurrencyCode(),
                        null),
                row.optional("variantGroup")
                        .map(group -> bounded("variantGroup", group))
                        .orElse(null),
                row.optional("discontinued").isPresent()
                        && row.oneOf("discontinued", List.of("true", "false")).equals("true"),
                time(row));
    }

    /** To the millisecond, as it is stored. */
    private static Instant time(FeedRow row) {
        return row.instant("updatedAt").truncatedTo(ChronoUnit.MILLIS);
    }

    private static Set<String> scenes(FeedRow row) {
        Set<String> scenes = new TreeSet<>();
        row.optional("scenes")
                .ifPresent(text -> Arrays.stream(text.split("\\|"))
                        .map(String::strip)
                        .filter(scene -> !scene.isEmpty())
                        .forEach(scene -> scenes.add(bounded("scenes", scene))));
        if (scenes.size() > MOST_SCENES) {
            throw new RowFaultException("scenes", "TOO_MANY", "A product has at most " + MOST_SCENES + " scenes");
        }
        return scenes;
    }

    private static Currency currency(String code) {
        try {
            Currency currency = Currency.getInstance(code);
            if (currency.getDefaultFractionDigits() >= 0) {
                return currency;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw new RowFaultException("currency", "INVALID_VALUE", "currency is not an ISO 4217 code, as EUR");
    }

    private static long minor(String price, Currency currency) {
        try {
            return new BigDecimal(price)
                    .movePointRight(currency.getDefaultFractionDigits())
                    .setScale(0, RoundingMode.UNNECESSARY)
                    .longValueExact();
        } catch (ArithmeticException e) {
            throw new RowFaultException(
                    "price",
                    "PRICE_PRECISION",
                    currency + " has " + currency.getDefaultFractionDigits() + " decimal places, the price has more");
        }
    }

    private static String text(FeedRow row, String column) {
        return bounded(column, row.text(column));
    }

    private static String bounded(String column, String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new RowFaultException(column, "TOO_LONG", column + " has at most " + MOST_CHARACTERS + " characters");
        }
        return text;
    }
}
