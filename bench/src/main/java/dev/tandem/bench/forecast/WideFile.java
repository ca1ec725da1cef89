package dev.tandem.bench.forecast;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** A table with a series in each row: an id, then one value a period; a header line; compressed where the name ends in {@code .gz}. */
public final class WideFile {
    private WideFile() {}

    /** @param values oldest first, NaN where the cell is empty or no number */
    public record Series(String id, double[] values) {}

    public static List<Series> read(Path file) throws IOException {
        List<Series> all = new ArrayList<>();
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            lines.readLine();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] cells = line.replace("\"", "").split(",", -1);
                double[] values = new double[cells.length - 1];
                for (int i = 0; i < values.length; i++) {
                    values[i] = number(cells[i + 1]);
                }
                all.add(new Series(cells[0], values));
            }
        }
        if (all.isEmpty()) {
            throw new IOException(file + " holds no series");
        }
        return all;
    }

    private static double number(String cell) {
        try {
            return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
