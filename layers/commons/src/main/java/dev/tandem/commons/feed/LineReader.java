package dev.tandem.commons.feed;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import org.jspecify.annotations.Nullable;

/** Lines divided by LF, CRLF or CR, numbered, each held up to a limit: what is longer is read past, never kept. */
final class LineReader {
    /** @param tooLong whether the line was longer than the limit; its text is then only its beginning */
    record Line(long number, String text, boolean tooLong) {}

    private final Reader in;
    private final int limit;
    private final char[] buffer = new char[32 * 1024];
    private final StringBuilder carried = new StringBuilder();
    private int position;
    private int end;
    private long number;
    private boolean afterCarriageReturn;

    LineReader(Reader in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /** Number of the line read last, from 1. */
    long number() {
        return number;
    }

    /** The next line; null at the end. */
    @Nullable
    Line next() throws IOException {
        carried.setLength(0);
        boolean tooLong = false;
        boolean any = false;
        while (true) {
            if (position == end && !fill()) {
                return any ? new Line(++number, carried.toString(), tooLong) : null;
            }
            if (afterCarriageReturn) {
                afterCarriageReturn = false;
                if (buffer[position] == '\n') {
                    position++;
                    continue;
                }
            }
            any = true;
            int start = position;
            while (position < end && buffer[position] != '\n' && buffer[position] != '\r') {
                position++;
            }
            int length = position - start;
            if (!tooLong && carried.length() + length > limit) {
                tooLong = true;
                // the buffer is part of the line: keep what a report shows, drop the rest
                carried.append(buffer, start, Math.min(length, BadLine.RAW_CHARACTERS));
                carried.setLength(Math.min(carried.length(), BadLine.RAW_CHARACTERS));
            } else if (!tooLong) {
                carried.append(buffer, start, length);
            }
            if (position < end) {
                afterCarriageReturn = buffer[position++] == '\r';
                return new Line(++number, carried.toString(), tooLong);
            }
        }
    }

    private boolean fill() throws IOException {
        int read;
        try {
            read = in.read(buffer, 0, buffer.length);
        } catch (CharacterCodingException e) {
            throw new FeedRejectedException(
                    FeedFault.NOT_UTF8,
                    number + 1,
                    "The file holds bytes that are not UTF-8, on or soon after this line");
        }
        position = 0;
        end = Math.max(read, 0);
        return read > 0;
    }
}
