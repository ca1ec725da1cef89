package dev.tandem.demo;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * Invoices of UCI's Online Retail II (Chen, 2019, CC BY 4.0): columns Invoice, StockCode, Description, Quantity, InvoiceDate, Price,
 * CustomerID, Country; times are London wall time, cancellations have negative quantities. Lines come out as they are, odd ones
 * (fees, bad debts, no price) too: to refuse them is the importer's work.
 */
final class OnlineRetail {
    /** One invoice line; number is its place within the invoice, from 1. */
    record Line(
            String invoice,
            int number,
            String sku,
            String quantity,
            String soldAt,
            String unitPriceMinor,
            String country) {
        /** The same sale so many weeks later, at the same hour of the same weekday. */
        Line later(long weeks) {
            String moved = Instant.parse(soldAt)
                    .atZone(LONDON)
                    .plusWeeks(weeks)
                    .toInstant()
                    .toString();
            return new Line(invoice, number, sku, quantity, moved, unitPriceMinor, country);
        }
    }

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private OnlineRetail() {}

    /** The lines of the days from..to, both included, in the file's order. */
    static List<Line> read(Path file, LocalDate from, LocalDate to) throws IOException {
        List<Line> lines = new ArrayList<>();
        Map<String, Integer> numbers = new HashMap<>();
        try (Reader reader = new InputStreamReader(open(file), StandardCharsets.UTF_8);
                CsvReader<NamedCsvRecord> csv = CsvReader.builder().ofNamedCsvRecord(reader)) {
            for (NamedCsvRecord row : csv) {
                LocalDateTime time = LocalDateTime.parse(row.getField("InvoiceDate"), TIME);
                LocalDate day = time.toLocalDate();
                if (day.isBefore(from) || day.isAfter(to)) {
                    continue;
                }
                String invoice = either(row, "Invoice", "InvoiceNo");
                lines.add(new Line(
                        invoice,
                        numbers.merge(invoice, 1, Integer::sum),
                        row.getField("StockCode"),
                        row.getField("Quantity"),
                        time.atZone(LONDON).toInstant().toString(),
                        new BigDecimal(either(row, "Price", "UnitPrice"))
                                .movePointRight(2)
                                .setScale(0, java.math.RoundingMode.HALF_UP)
                                .toPlainString(),
                        row.getField("Country")));
            }
        }
        return lines;
    }

    /** How many whole weeks later the lines must be for the last of them to fall into the seven days that end with the given day. */
    static long weeksUntil(List<Line> lines, LocalDate ending) {
        LocalDate last = lines.stream()
                .map(line -> Instant.parse(line.soldAt()).atZone(LONDON).toLocalDate())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return Math.floorDiv(ChronoUnit.DAYS.between(last, ending), 7L);
    }

    /** The two years name two of their columns differently. */
    private static String either(NamedCsvRecord row, String name, String otherName) {
        return row.findField(name).orElseGet(() -> row.getField(otherName));
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in, 1 << 16) : in;
    }
}
