package dev.tandem.forecast.feed;

import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.RowFaultException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** What the columns of all demand files may hold. */
final class Columns {
    static final Pattern SKU = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    static final Pattern LOCATION = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");
    /** A region, a category, a sale: any short text without control characters. */
    static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    private static final LocalDate EARLIEST = LocalDate.of(1990, 1, 1);

    private Columns() {}

    /** The epoch day of a date column. */
    static int day(FeedRow row, String column, LocalDate latest) {
        LocalDate day = row.optionalDate(column)
                .orElseThrow(() -> new RowFaultException(column, "MISSING_VALUE", column + " has no value"));
        return within(column, day, latest);
    }

    /** The epoch day of a time with offset, as the clocks of that offset had it. */
    static int dayOfTime(FeedRow row, String column, LocalDate latest) {
        try {
            return within(column, OffsetDateTime.parse(row.text(column)).toLocalDate(), latest);
        } catch (DateTimeException e) {
            throw new RowFaultException(
                    column, "NOT_A_TIME", column + " is not an ISO-8601 time with offset, as 2009-12-01T07:45:00Z");
        }
    }

    private static int within(String column, LocalDate day, LocalDate latest) {
        if (day.isBefore(EARLIEST) || day.isAfter(latest)) {
            throw new RowFaultException(column, "OUT_OF_RANGE", column + " must be from " + EARLIEST + " to " + latest);
        }
        return (int) day.toEpochDay();
    }
}
