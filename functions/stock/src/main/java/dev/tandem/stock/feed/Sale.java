package dev.tandem.stock.feed;

import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.stock.Codes;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of a sale.
 *
 * @param quantity pieces sold; below zero for pieces that came back into stock, never zero
 */
record Sale(FeedRow row, String saleId, String saleLine, String location, String sku, long quantity, Instant soldAt) {
    static final FeedSchema SCHEMA = FeedSchema.of(
            List.of("saleId", "saleLine", "location", "sku", "quantity", "soldAt"),
            List.of("unitPriceMinor", "currency", "channel", "region"));

    private static final long MOST_PIECES = 1_000_000_000;
    private static final Pattern SALE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/:-]{0,63}");
    private static final Pattern SALE_LINE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");
    private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    /** Reads a row. Throws {@link RowFaultException}; {@code ZERO_QUANTITY} when nothing was sold. */
    static Sale parse(FeedRow row) {
        long quantity = row.whole("quantity", -MOST_PIECES, MOST_PIECES);
        if (quantity == 0) {
            throw new RowFaultException("quantity", "ZERO_QUANTITY", "quantity is zero: neither a sale nor a return");
        }
        row.optionalWhole("unitPriceMinor", 0, 1_000_000_000_000L);
        row.optionalMatching("currency", CURRENCY);
        row.optionalMatching("channel", TEXT);
        row.optionalMatching("region", TEXT);
        return new Sale(
                row,
                row.matching("saleId", SALE_ID),
                row.matching("saleLine", SALE_LINE),
                Rows.location(row),
                Rows.sku(row),
                quantity,
                row.instant("soldAt"));
    }

    /** Columns that stock and sales have in common. */
    static final class Rows {
        private Rows() {}

        static String location(FeedRow row) {
            String location = row.text("location");
            if (!Codes.isLocation(location)) {
                throw new RowFaultException(
                        "location", "INVALID_VALUE", "location takes 1 to 32 letters, digits, '-' and '_'");
            }
            return location;
        }

        static String sku(FeedRow row) {
            String sku = row.text("sku");
            if (!Codes.isSku(sku)) {
                throw new RowFaultException(
                        "sku", "INVALID_VALUE", "sku takes 1 to 64 letters, digits, '.', '-' and '_'");
            }
            return sku;
        }
    }
}
