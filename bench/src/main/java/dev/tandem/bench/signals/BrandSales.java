package dev.tandem.bench.signals;

import dev.tandem.forecast.signal.Competitors;
import dev.tandem.forecast.signal.Signal;
import dev.tandem.forecast.signal.SignalSeries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Weekly sales of brands in stores with prices and promotions, from a file with the columns {@code store, brand, week, logmove,
 * price1..priceN, deal, feat}.
 */
public final class BrandSales {
    private static final int WEEKS_OF_YEAR = 52;

    /** One brand in one store; NaN in a week without a row. */
    public record Line(int store, int brand, double[] units, double[] price, double[] deal, double[] feature) {}

    private final List<Line> lines;
    private final int firstWeek;
    private final int lastWeek;

    private BrandSales(List<Line> lines, int firstWeek, int lastWeek) {
        this.lines = lines;
        this.firstWeek = firstWeek;
        this.lastWeek = lastWeek;
    }

    /** @throws IOException when the folder has no such file or a row cannot be read */
    public static BrandSales read(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path file = files.filter(path -> path.toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .findFirst()
                    .orElseThrow(() -> new IOException(folder + " has no .csv or .csv.gz file"));
            try (InputStream raw = Files.newInputStream(file);
                    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                    BufferedReader reader =
                            new BufferedReader(new InputStreamReader(plain, StandardCharsets.US_ASCII))) {
                return read(file, reader);
            }
        }
    }

    private static BrandSales read(Path file, BufferedReader reader) throws IOException {
        @Nullable String header = reader.readLine();
        if (header == null) {
            throw new IOException(file + " is empty");
        }
        Map<String, Integer> columns = new HashMap<>();
        for (String name : header.replace("\"", "").split(",")) {
            columns.put(name, columns.size());
        }
        for (String needed : List.of("store", "brand", "week", "logmove", "price1", "deal", "feat")) {
            if (!columns.containsKey(needed)) {
                throw new IOException(file + " has no column " + needed);
            }
        }
        List<double[]> rows = new ArrayList<>();
        int first = Integer.MAX_VALUE;
        int last = 0;
        int number = 1;
        for (@Nullable String line = reader.readLine(); line != null; line = reader.readLine()) {
            number++;
            String[] cells = line.split(",");
            try {
                double[] row = {
                    cell(cells, columns, "store"),
                    cell(cells, columns, "brand"),
                    cell(cells, columns, "week"),
                    Math.exp(cell(cells, columns, "logmove")),
                    cell(cells, columns, "price" + (int) cell(cells, columns, "brand")),
                    cell(cells, columns, "deal"),
                    cell(cells, columns, "feat")
                };
                rows.add(row);
                first = Math.min(first, (int) row[2]);
                last = Math.max(last, (int) row[2]);
            } catch (RuntimeException e) {
                throw new IOException(file + " line " + number + " cannot be read: " + e.getMessage());
            }
        }
        Map<Long, Line> lines = new TreeMap<>();
        int weeks = last - first + 1;
        for (double[] row : rows) {
            long key = (long) row[0] << 32 | (long) row[1];
            Line line = lines.computeIfAbsent(
                    key,
                    absent -> new Line((int) row[0], (int) row[1], gaps(weeks), gaps(weeks), gaps(weeks), gaps(weeks)));
            int week = (int) row[2] - first;
            line.units[week] = row[3];
            line.price[week] = row[4];
            line.deal[week] = row[5];
            line.feature[week] = row[6];
        }
        return new BrandSales(List.copyOf(lines.values()), first, last);
    }

    private static double cell(String[] cells, Map<String, Integer> columns, String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new IllegalArgumentException("no column " + name);
        }
        return Double.parseDouble(cells[column]);
    }

    private static double[] gaps(int weeks) {
        double[] values = new double[weeks];
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** In the order of store and brand. */
    public List<Line> lines() {
        return lines;
    }

    public int firstWeek() {
        return firstWeek;
    }

    public int lastWeek() {
        return lastWeek;
    }

    /**
     * The series as known after a week, in the order of the lines: sales until then, prices and promotions until {@code plannedUntil},
     * which the study takes as planned.
     */
    public List<SignalSeries> knownAfter(int week, int plannedUntil) {
        List<SignalSeries> series = new ArrayList<>();
        for (int from = 0; from < lines.size(); ) {
            List<SignalSeries> store = new ArrayList<>();
            int until = from;
            while (until < lines.size() && lines.get(until).store == lines.get(from).store) {
                store.add(series(lines.get(until++), week, plannedUntil));
            }
            series.addAll(Competitors.added(store));
            from = until;
        }
        return series;
    }

    private SignalSeries series(Line line, int week, int plannedUntil) {
        int planned = plannedUntil - firstWeek + 1;
        return new SignalSeries(
                Arrays.copyOf(line.units, week - firstWeek + 1),
                firstWeek,
                WEEKS_OF_YEAR,
                List.of(
                        column("price", Signal.Kind.PRICE, line.price, planned),
                        column("deal", Signal.Kind.PROMOTION, line.deal, planned),
                        column("feature", Signal.Kind.PROMOTION, line.feature, planned)));
    }

    private static Signal column(String name, Signal.Kind kind, double[] values, int planned) {
        return new Signal(name, kind, Signal.Knowledge.KNOWN_AHEAD, Arrays.copyOf(values, planned));
    }
}
