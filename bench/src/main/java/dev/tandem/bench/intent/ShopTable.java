package dev.tandem.bench.intent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * A table of shop sessions: texts by row and column, and whether each session ended in a purchase.
 *
 * @param columns names without the label's
 */
public record ShopTable(List<String> columns, String[][] cells, boolean[] labels) {
    /**
     * Comma separated with a header; the label is TRUE or 1, FALSE or 0.
     *
     * @throws IOException when the file cannot be read or a line is not like the header
     */
    public static ShopTable read(String file, String label) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        if (lines.size() < 2) {
            throw new IOException(file + " holds no rows");
        }
        List<String> header = fields(lines.getFirst());
        int at = header.indexOf(label);
        if (at < 0) {
            throw new IOException(file + " has no column " + label);
        }
        List<String[]> cells = new ArrayList<>();
        List<Boolean> labels = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (lines.get(i).isBlank()) {
                continue;
            }
            List<String> fields = fields(lines.get(i));
            if (fields.size() != header.size()) {
                throw new IOException(
                        file + " line " + (i + 1) + " has " + fields.size() + " fields, not " + header.size());
            }
            String answer = fields.remove(at);
            boolean bought = answer.equalsIgnoreCase("true") || answer.equals("1");
            if (!bought && !answer.equalsIgnoreCase("false") && !answer.equals("0")) {
                throw new IOException(file + " line " + (i + 1) + " has the label " + answer);
            }
            labels.add(bought);
            cells.add(fields.toArray(String[]::new));
        }
        header.remove(at);
        boolean[] answers = new boolean[labels.size()];
        for (int i = 0; i < answers.length; i++) {
            answers[i] = labels.get(i);
        }
        return new ShopTable(List.copyOf(header), cells.toArray(String[][]::new), answers);
    }

    private static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        for (String field : line.split(",", -1)) {
            String text = field.strip();
            boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
            fields.add(quoted ? text.substring(1, text.length() - 1) : text);
        }
        return fields;
    }

    public int size() {
        return cells.length;
    }

    public ShopTable without(Set<String> names) {
        int[] kept = IntStream.range(0, columns.size())
                .filter(c -> !names.contains(columns.get(c)))
                .toArray();
        return new ShopTable(
                Arrays.stream(kept).mapToObj(columns::get).toList(),
                Arrays.stream(cells)
                        .map(row -> Arrays.stream(kept).mapToObj(c -> row[c]).toArray(String[]::new))
                        .toArray(String[][]::new),
                labels);
    }

    /** The rows whose number (from 0) is taken. */
    public ShopTable where(IntPredicate taken) {
        int[] rows = IntStream.range(0, size()).filter(taken).toArray();
        boolean[] theirs = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            theirs[i] = labels[rows[i]];
        }
        return new ShopTable(
                columns, Arrays.stream(rows).mapToObj(r -> cells[r]).toArray(String[][]::new), theirs);
    }

    /** The values of a column in the order in which they come first. */
    Set<String> values(int column) {
        Set<String> values = new LinkedHashSet<>();
        for (String[] row : cells) {
            values.add(row[column]);
        }
        return values;
    }

    /** Not-a-number for what is no number. */
    static float number(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }

    boolean isNumeric(int column) {
        return values(column).stream().allMatch(text -> text.isEmpty() || !Float.isNaN(number(text)));
    }
}
