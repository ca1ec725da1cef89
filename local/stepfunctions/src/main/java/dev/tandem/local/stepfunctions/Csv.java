package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** CSV as RFC 4180 has it: quotes around fields, doubled quotes in them, line breaks in quotes. */
final class Csv {
    private Csv() {}

    /**
     * One object of strings per row. Columns that a row lacks are empty, those it has too many are left out.
     *
     * @param headers the column names, empty to take them from the first row
     */
    static ArrayNode read(String text, char delimiter, List<String> headers) throws IOException {
        ArrayNode items = Json.array();
        List<String> columns = headers;
        for (List<String> row : rows(text, delimiter)) {
            if (columns.isEmpty()) {
                columns = row;
                continue;
            }
            ObjectNode item = items.addObject();
            for (int i = 0; i < columns.size(); i++) {
                item.put(columns.get(i), i < row.size() ? row.get(i) : "");
            }
        }
        return items;
    }

    private static List<List<String>> rows(String text, char delimiter) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (quoted) {
                if (c != '"') {
                    field.append(c);
                } else if (at + 1 < text.length() && text.charAt(at + 1) == '"') {
                    field.append('"');
                    at++;
                } else {
                    quoted = false;
                }
            } else if (c == '"' && field.isEmpty()) {
                quoted = true;
            } else if (c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
            } else if (c == '\n') {
                end(rows, row, field);
                row = new ArrayList<>();
            } else if (c != '\r' || at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                field.append(c);
            }
        }
        if (quoted) {
            throw new IOException("row " + (rows.size() + 1) + " has a quote that does not end");
        }
        end(rows, row, field);
        return rows;
    }

    private static void end(List<List<String>> rows, List<String> row, StringBuilder field) {
        if (!row.isEmpty() || !field.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
        }
        field.setLength(0);
    }
}
