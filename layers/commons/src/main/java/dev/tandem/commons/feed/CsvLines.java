package dev.tandem.commons.feed;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * CSV records over bounded lines. A quoted field may hold line breaks, but a stray quote must not swallow the good lines after
 * it: when the lines it would join do not make one well-formed record, only its own line is bad and the others are read anew.
 */
final class CsvLines implements FeedLines {
    private static final CsvReader.CsvReaderBuilder PARSER =
            CsvReader.builder().skipEmptyLines(false).allowExtraCharsAfterClosingQuote(false);
    private static final char[] OTHER_DELIMITERS = {';', '\t', '|'};

    private final LineReader lines;
    private final ArrayDeque<LineReader.Line> again = new ArrayDeque<>();
    private final FeedSchema schema;
    private final int limit;
    /** Where each column of the file goes in a row; -1 for one that is ignored. */
    private final int[] places;

    private final List<String> ignored = new ArrayList<>();

    CsvLines(LineReader lines, LineReader.Line header, FeedSchema schema, int limit) {
        this.lines = lines;
        this.schema = schema;
        this.limit = limit;
        this.places = places(header);
    }

    @Override
    public List<String> ignored() {
        return ignored;
    }

    @Override
    public @Nullable FeedLine next() throws IOException {
        LineReader.Line line = take();
        while (line != null && !line.tooLong() && line.text().isBlank()) {
            line = take();
        }
        if (line == null) {
            return null;
        }
        if (line.tooLong()) {
            return tooLong(line, limit);
        }
        if (!endsInsideQuotes(line.text(), false)) {
            return parse(line.number(), line.text());
        }
        return joined(line);
    }

    private FeedLine joined(LineReader.Line first) throws IOException {
        List<LineReader.Line> following = new ArrayList<>();
        StringBuilder text = new StringBuilder(first.text());
        boolean inside = true;
        while (inside && text.length() <= limit) {
            LineReader.Line line = take();
            if (line == null) {
                break;
            }
            following.add(line);
            if (line.tooLong()) {
                break;
            }
            text.append('\n').append(line.text());
            inside = endsInsideQuotes(line.text(), true);
        }
        if (!inside && text.length() <= limit) {
            FeedLine whole = parse(first.number(), text.toString());
            if (whole instanceof FeedRow) {
                return whole;
            }
        }
        for (int i = following.size() - 1; i >= 0; i--) {
            again.addFirst(following.get(i));
        }
        return new BadLine(first.number(), null, "UNCLOSED_QUOTE", "A quoted value is not closed", first.text());
    }

    private FeedLine parse(long number, String text) {
        CsvRecord csv;
        try {
            csv = PARSER.ofSingleCsvRecord(text);
        } catch (CsvParseException e) {
            return new BadLine(number, null, "MALFORMED_CSV", "Not a CSV record: a quote stands where none may", text);
        }
        if (csv.getFieldCount() != places.length) {
            return new BadLine(
                    number,
                    null,
                    "FIELD_COUNT",
                    csv.getFieldCount() + " values where the header has " + places.length + " columns",
                    text);
        }
        @Nullable String[] values = new @Nullable String[schema.columns().size()];
        for (int i = 0; i < places.length; i++) {
            if (places[i] >= 0) {
                values[places[i]] = csv.getField(i);
            }
        }
        return new FeedRow(number, schema, values, text);
    }

    static BadLine tooLong(LineReader.Line line, int limit) {
        return new BadLine(
                line.number(), null, "LINE_TOO_LONG", "The line is longer than " + limit + " characters", line.text());
    }

    private int[] places(LineReader.Line header) {
        if (header.tooLong() || endsInsideQuotes(header.text(), false)) {
            throw malformed(header);
        }
        List<String> names = split(header, ',');
        List<String> missing = missing(names);
        for (char other : OTHER_DELIMITERS) {
            if (!missing.isEmpty()
                    && header.text().indexOf(other) >= 0
                    && missing(split(header, other)).size() < missing.size()) {
                String name = other == '\t' ? "tab" : "'" + other + "'";
                throw new FeedRejectedException(
                        FeedFault.WRONG_DELIMITER, header.number(), "Columns are divided by " + name + "; use a comma");
            }
        }
        if (!missing.isEmpty()) {
            throw new FeedRejectedException(
                    FeedFault.MISSING_COLUMN, header.number(), "The header lacks " + String.join(", ", missing));
        }
        int[] found = new int[names.size()];
        boolean[] seen = new boolean[schema.columns().size()];
        for (int i = 0; i < found.length; i++) {
            Integer place = schema.position(names.get(i));
            found[i] = place == null ? -1 : place;
            if (place == null) {
                ignored.add(BadLine.cut(names.get(i)));
            } else if (seen[place]) {
                throw new FeedRejectedException(
                        FeedFault.DUPLICATE_COLUMN, header.number(), "The header names " + names.get(i) + " twice");
            } else {
                seen[place] = true;
            }
        }
        return found;
    }

    private static List<String> split(LineReader.Line header, char delimiter) {
        try {
            return CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .allowExtraCharsAfterClosingQuote(false)
                    .ofSingleCsvRecord(header.text())
                    .getFields();
        } catch (CsvParseException e) {
            throw malformed(header);
        }
    }

    private List<String> missing(List<String> names) {
        List<String> present = names.stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .toList();
        return schema.required().stream()
                .filter(column -> !present.contains(column.toLowerCase(Locale.ROOT)))
                .toList();
    }

    private static FeedRejectedException malformed(LineReader.Line header) {
        return new FeedRejectedException(
                FeedFault.MALFORMED_HEADER, header.number(), "The first line is no CSV header");
    }

    private LineReader.@Nullable Line take() throws IOException {
        LineReader.Line waiting = again.pollFirst();
        return waiting != null ? waiting : lines.next();
    }

    /** Whether a quoted field is still open at the end of a line. A quote opens a field only at its start. */
    private static boolean endsInsideQuotes(String text, boolean insideAtStart) {
        boolean inside = insideAtStart;
        boolean atStart = !insideAtStart;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (inside) {
                if (c == '"') {
                    if (i + 1 < text.length() && text.charAt(i + 1) == '"') {
                        i++;
                    } else {
                        inside = false;
                    }
                }
            } else if (c == ',') {
                atStart = true;
                continue;
            } else if (c == '"' && atStart) {
                inside = true;
            }
            atStart = false;
        }
        return inside;
    }
}
