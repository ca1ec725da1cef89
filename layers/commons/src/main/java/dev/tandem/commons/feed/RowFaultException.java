package dev.tandem.commons.feed;

import org.jspecify.annotations.Nullable;

/** A row that cannot be used. Carries no stack trace: a file may have millions of them. */
public final class RowFaultException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String column;
    private final String code;

    public RowFaultException(@Nullable String column, String code, String reason) {
        super(reason, null, false, false);
        this.column = column;
        this.code = code;
    }

    public @Nullable String column() {
        return column;
    }

    public String code() {
        return code;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
