package dev.tandem.forecast.export;

import dev.tandem.forecast.aggregate.Aggregate;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.Node;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.refresh.Path;
import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Rows of forecasts as CSV (RFC 4180, UTF-8) under gzip. The same forecasts give the same bytes. Text that a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
final class ForecastCsv {
    private static final int FIRST_LEVEL = 1;
    private static final int LAST_LEVEL = DemandForecast.levelCount() - 2;
    private static final int WEEK = 7;
    private static final int THOUSANDTHS = 1000;

    static final List<String> SERIES_COLUMNS =
            columns("sku", "location", "region", "category", "stage", "asOf", "interval", "from", "mean");
    static final List<String> SUM_COLUMNS = columns("level", "key", "series", "asOf", "interval", "from", "mean");

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 20);
    private final GZIPOutputStream gzip;
    private final StringBuilder row = new StringBuilder(256);
    private long rows;

    ForecastCsv(List<String> columns) {
        try {
            gzip = new GZIPOutputStream(bytes, 1 << 14);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        row.append(String.join(",", columns));
        end();
    }

    private static List<String> columns(String... first) {
        List<String> columns = new ArrayList<>(List.of(first));
        for (int level = FIRST_LEVEL; level <= LAST_LEVEL; level++) {
            columns.add(String.format(Locale.ROOT, "q%.2f", DemandForecast.level(level)));
        }
        return List.copyOf(columns);
    }

    /** Weeks, then days. */
    void add(SeriesKey key, SeriesForecast forecast) {
        String series = text(key.sku())
                + ','
                + text(key.location())
                + ','
                + text(forecast.region())
                + ','
                + text(forecast.category())
                + ','
                + forecast.stage()
                + ','
                + LocalDate.ofEpochDay(forecast.asOfDay());
        add(series, forecast.weeks(), forecast.asOfDay());
        add(series, forecast.days(), forecast.asOfDay());
    }

    private void add(String series, Path path, int asOfDay) {
        add(series, path.stepDays(), path.mean(), path.quantiles(), asOfDay);
    }

    void add(Aggregates aggregates) {
        aggregates.nodes().forEach((node, aggregate) -> add(node, aggregate, aggregates.asOfDay()));
    }

    private void add(Node node, Aggregate aggregate, int asOfDay) {
        String name = node.level().text()
                + ','
                + text(node.key())
                + ','
                + aggregate.series()
                + ','
                + LocalDate.ofEpochDay(asOfDay);
        add(name, WEEK, aggregate.mean(), aggregate.quantiles(), asOfDay);
    }

    private void add(String name, int stepDays, float[] mean, float[][] quantiles, int asOfDay) {
        for (int step = 0; step < mean.length; step++) {
            row.append(name)
                    .append(',')
                    .append(stepDays == WEEK ? "week" : "day")
                    .append(',')
                    .append(LocalDate.ofEpochDay(asOfDay + 1L + (long) step * stepDays))
                    .append(',');
            number(mean[step]);
            for (int level = FIRST_LEVEL; level <= LAST_LEVEL; level++) {
                row.append(',');
                number(quantiles[level][step]);
            }
            end();
            rows++;
        }
    }

    private void end() {
        row.append("\r\n");
        try {
            gzip.write(row.toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        row.setLength(0);
    }

    /** Rounded to a thousandth. */
    private void number(float value) {
        long thousandths = Math.round((double) value * THOUSANDTHS);
        row.append(thousandths / THOUSANDTHS);
        long rest = thousandths % THOUSANDTHS;
        if (rest != 0) {
            row.append('.').append((char) ('0' + rest / 100));
            if (rest % 100 != 0) {
                row.append((char) ('0' + rest / 10 % 10));
                if (rest % 10 != 0) {
                    row.append((char) ('0' + rest % 10));
                }
            }
        }
    }

    static String text(String value) {
        String safe = !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
        boolean plain = safe.chars().noneMatch(next -> next == ',' || next == '"' || next == '\n' || next == '\r');
        return plain ? safe : '"' + safe.replace("\"", "\"\"") + '"';
    }

    /** The content, complete; nothing may be added after. */
    byte[] finished() {
        try {
            gzip.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    ExportFile file(int number, String name, byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return new ExportFile(
                    number, name, rows, content.length, HexFormat.of().formatHex(digest));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
