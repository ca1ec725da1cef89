package dev.tandem.bench.complement;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** A file with a header, its fields separated by tabs, commas or semicolons, quoted or not, packed with gzip or not. */
final class Table implements AutoCloseable {
    private final String file;
    private final BufferedReader lines;
    private final char separator;
    private final List<String> header;

    Table(String file) throws IOException {
        this.file = file;
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + file);
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(path));
        in.mark(2);
        boolean packed = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        lines = new BufferedReader(
                new InputStreamReader(packed ? new GZIPInputStream(in) : in, StandardCharsets.UTF_8));
        String first = lines.readLine();
        if (first == null) {
            throw new IOException(file + " is empty");
        }
        first = first.startsWith("\uFEFF") ? first.substring(1) : first;
        separator = first.indexOf('\t') >= 0 ? '\t' : first.indexOf(',') >= 0 ? ',' : ';';
        header = fields(first).stream()
                .map(name -> name.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", ""))
                .toList();
    }

    /** The column with one of these names, the first name counting most; -1 when there is none. */
    int column(String... names) {
        for (String name : names) {
            if (header.contains(name)) {
                return header.indexOf(name);
            }
        }
        return -1;
    }

    int columns() {
        return header.size();
    }

    /** @throws IOException when the file has no column of these names */
    int needed(String... names) throws IOException {
        int column = column(names);
        if (column < 0) {
            throw new IOException(file + " has none of the columns " + String.join(", ", names));
        }
        return column;
    }

    /** The next line's fields, as many as the header has; an empty list at the end. */
    List<String> next() throws IOException {
        String line = lines.readLine();
        while (line != null && line.isBlank()) {
            line = lines.readLine();
        }
        if (line == null) {
            return List.of();
        }
        List<String> fields = fields(line);
        while (fields.size() < header.size()) {
            fields.add("");
        }
        return fields;
    }

    private List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '"' && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"' && (quoted || field.isEmpty()) && separator != '\t') {
                quoted = !quoted;
            } else if (c == separator && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
