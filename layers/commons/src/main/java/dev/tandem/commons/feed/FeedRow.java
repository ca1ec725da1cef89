package dev.tandem.commons.feed;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One row. The readers of columns strip white space, take an empty value as absent, and throw {@link RowFaultException} with
 * {@code MISSING_VALUE}, {@code NOT_A_NUMBER}, {@code OUT_OF_RANGE}, {@code NOT_A_TIME}, {@code NOT_A_DATE} or {@code INVALID_VALUE}.
 */
public final class FeedRow implements FeedLine {
    private final long line;
    private final FeedSchema schema;
    private final @Nullable String[] values;
    private final String raw;

    FeedRow(long line, FeedSchema schema, @Nullable String[] values, String raw) {
        this.line = line;
        this.schema = schema;
        this.values = values;
        this.raw = raw;
    }

    @Override
    public long line() {
        return line;
    }

    /** The row as a line set aside. */
    public BadLine bad(RowFaultException fault) {
        return new BadLine(line, fault.column(), fault.code(), fault.reason(), raw);
    }

    public BadLine bad(@Nullable String column, String code, String reason) {
        return new BadLine(line, column, code, reason, raw);
    }

    public Optional<String> optional(String column) {
        Integer position = schema.position(column);
        if (position == null) {
            throw new IllegalArgumentException("The schema has no column " + column);
        }
        String value = values[position];
        return value == null || value.isBlank() ? Optional.empty() : Optional.of(value.strip());
    }

    public String text(String column) {
        return optional(column)
                .orElseThrow(() -> new RowFaultException(column, "MISSING_VALUE", column + " has no value"));
    }

    /** A value of a given form, for instance an identifier. */
    public String matching(String column, Pattern form) {
        return check(column, text(column), form);
    }

    public Optional<String> optionalMatching(String column, Pattern form) {
        return optional(column).map(value -> check(column, value, form));
    }

    public String oneOf(String column, List<String> allowed) {
        String value = text(column);
        if (!allowed.contains(value)) {
            throw new RowFaultException(
                    column, "INVALID_VALUE", column + " must be one of " + String.join(", ", allowed));
        }
        return value;
    }

    public long whole(String column, long least, long most) {
        return whole(column, text(column), least, most);
    }

    public Optional<Long> optionalWhole(String column, long least, long most) {
        return optional(column).map(value -> whole(column, value, least, most));
    }

    public double decimal(String column, double least, double most) {
        String text = text(column);
        try {
            double value = new BigDecimal(text).doubleValue();
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new RowFaultException(column, "NOT_A_NUMBER", column + " is not a number");
        }
        throw new RowFaultException(column, "OUT_OF_RANGE", column + " must be from " + least + " to " + most);
    }

    /** An ISO-8601 instant with its offset, as {@code 2009-12-01T07:45:00Z}; a time without an offset would be a guess. */
    public Instant instant(String column) {
        String text = text(column);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new RowFaultException(
                    column, "NOT_A_TIME", column + " is not an ISO-8601 time with offset, as 2009-12-01T07:45:00Z");
        }
    }

    public Optional<LocalDate> optionalDate(String column) {
        return optional(column).map(text -> {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException e) {
                throw new RowFaultException(column, "NOT_A_DATE", column + " is not an ISO-8601 date, as 2009-12-01");
            }
        });
    }

    private static long whole(String column, String text, long least, long most) {
        long value;
        try {
            value = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RowFaultException(column, "NOT_A_NUMBER", column + " is not a whole number");
        }
        if (value < least || value > most) {
            throw new RowFaultException(column, "OUT_OF_RANGE", column + " must be from " + least + " to " + most);
        }
        return value;
    }

    private static String check(String column, String value, Pattern form) {
        if (!form.matcher(value).matches()) {
            throw new RowFaultException(column, "INVALID_VALUE", column + " is not of the form " + form.pattern());
        }
        return value;
    }
}
