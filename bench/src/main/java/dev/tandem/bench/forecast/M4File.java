package dev.tandem.bench.forecast;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of the M4 competition: a header, then a line a series, {@code id,V1,V2,...}, quoted or not, short series padded with nothing. */
public final class M4File {
    private M4File() {}

    /**
     * @param history the training part
     * @param actual the first {@code horizon} values of the test part
     */
    public record Series(String id, double[] history, double[] actual) {}

    /** @throws IOException when a file cannot be read, or a series has no test part of the horizon's length */
    public static List<Series> read(Path train, Path test, int horizon) throws IOException {
        Map<String, double[]> actuals = values(test);
        List<Series> all = new ArrayList<>();
        for (Map.Entry<String, double[]> one : values(train).entrySet()) {
            double[] actual = actuals.get(one.getKey());
            if (actual == null || actual.length < horizon || one.getValue().length == 0) {
                throw new IOException(one.getKey() + " has no history or fewer than " + horizon + " values in " + test);
            }
            all.add(new Series(one.getKey(), one.getValue(), java.util.Arrays.copyOf(actual, horizon)));
        }
        if (all.isEmpty()) {
            throw new IOException(train + " holds no series");
        }
        return all;
    }

    private static Map<String, double[]> values(Path file) throws IOException {
        if (!Files.isReadable(file)) {
            throw new IOException("cannot read " + file);
        }
        Map<String, double[]> series = new LinkedHashMap<>();
        int line = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            String[] fields = text.replace("\"", "").split(",");
            if (line == 1 || text.isBlank()) {
                continue;
            }
            double[] values = new double[fields.length - 1];
            for (int i = 0; i < values.length; i++) {
                String field = fields[i + 1].strip();
                try {
                    values[i] = field.isEmpty() || field.equals("NA") ? Double.NaN : Double.parseDouble(field);
                } catch (NumberFormatException e) {
                    throw new IOException(file + " line " + line + ": " + field + " is not a number", e);
                }
            }
            series.put(fields[0], trimmed(values));
        }
        return series;
    }

    private static double[] trimmed(double[] values) {
        int end = values.length;
        while (end > 0 && Double.isNaN(values[end - 1])) {
            end--;
        }
        return java.util.Arrays.copyOf(values, end);
    }
}
