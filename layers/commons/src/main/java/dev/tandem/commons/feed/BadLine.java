package dev.tandem.commons.feed;

import org.jspecify.annotations.Nullable;

/**
 * A line that is set aside; the rest of the file goes on.
 *
 * @param column the column to blame; null when it is the whole line
 * @param code stable, for programs
 * @param reason for people
 * @param raw the line as it came, cut to {@value #RAW_CHARACTERS} characters
 */
public record BadLine(long line, @Nullable String column, String code, String reason, String raw) implements FeedLine {
    public static final int RAW_CHARACTERS = 1024;

    public BadLine {
        raw = cut(raw);
    }

    static String cut(String raw) {
        if (raw.length() <= RAW_CHARACTERS) {
            return raw;
        }
        int end = Character.isHighSurrogate(raw.charAt(RAW_CHARACTERS - 1)) ? RAW_CHARACTERS - 1 : RAW_CHARACTERS;
        return raw.substring(0, end);
    }
}
