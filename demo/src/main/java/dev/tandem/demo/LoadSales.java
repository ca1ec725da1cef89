package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/**
 * Drops real invoices as partner files: the warehouse they were sold from, an opening stock (for each SKU what the period sold in
 * all, so that the month starts filled), then the sales, whole invoices to a file. Ends with the system's own reports added up.
 */
final class LoadSales {
    static final String LOCATION = "UK-ONLINE";
    private static final int ROWS_PER_FILE = 10_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PartnerDoor door;
    private final PrintStream progress;

    LoadSales(PartnerDoor door, PrintStream progress) {
        this.door = door;
        this.progress = progress;
    }

    /** Loads the days and returns the sum of the reports on the sales files. */
    ObjectNode run(Path file, LocalDate from, LocalDate to) throws IOException, InterruptedException {
        progress.println("Reading " + file.getFileName() + " from " + from + " to " + to);
        List<OnlineRetail.Line> lines = OnlineRetail.read(file, from, to);
        if (lines.isEmpty()) {
            throw new IOException("The file has no line from " + from + " to " + to);
        }
        String period = from + "_" + to;
        dropAndAwait("locations/online-retail.jsonl", location(), "application/x-ndjson");
        dropAndAwait(
                "stock/online-retail-opening-" + period + ".csv.gz", gzip(opening(lines, from)), "application/gzip");

        Instant start = Instant.now();
        List<List<OnlineRetail.Line>> files = split(lines);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            String name = "sales/online-retail-" + period + "-" + (i + 1) + ".csv.gz";
            door.drop(name, gzip(sales(files.get(i))), "application/gzip");
            names.add(name);
            progress.println("Dropped " + name + " (" + files.get(i).size() + " lines)");
        }
        List<JsonNode> reports = new ArrayList<>();
        for (String name : names) {
            JsonNode report = door.awaitReport(name, start, PATIENCE);
            reports.add(report);
            progress.println(reports.size() + "/" + names.size() + " " + name + ": "
                    + report.path("status").asText() + ", "
                    + report.path("applied").asInt() + " rows applied");
        }
        return summary(reports, lines.size(), Duration.between(start, Instant.now()));
    }

    private void dropAndAwait(String name, byte[] content, String contentType)
            throws IOException, InterruptedException {
        Instant start = Instant.now();
        door.drop(name, content, contentType);
        JsonNode report = door.awaitReport(name, start, PATIENCE);
        progress.println(name + ": " + report.path("status").asText() + ", "
                + report.path("applied").asInt() + " of " + report.path("rows").asInt() + " rows applied");
    }

    private static ObjectNode summary(List<JsonNode> reports, int rows, Duration took) {
        ObjectNode sum = JSON.createObjectNode();
        Map<String, Integer> rejected = new TreeMap<>();
        int applied = 0;
        int duplicates = 0;
        for (JsonNode report : reports) {
            applied += report.path("applied").asInt();
            duplicates += report.path("duplicates").asInt();
            report.path("rejected")
                    .properties()
                    .forEach(code ->
                            rejected.merge(code.getKey(), code.getValue().asInt(), Integer::sum));
        }
        sum.put("files", reports.size())
                .put("rows", rows)
                .put("applied", applied)
                .put("duplicates", duplicates);
        ObjectNode byReason = sum.putObject("rejected");
        rejected.forEach(byReason::put);
        sum.put("seconds", took.toMillis() / 1000.0);
        sum.put("rowsPerSecond", Math.round(rows / (took.toMillis() / 1000.0)));
        return sum;
    }

    private static byte[] location() {
        return ("{\"locationId\":\"" + LOCATION
                        + "\",\"name\":\"Online shop warehouse\",\"kind\":\"WAREHOUSE\",\"lat\":51.5074,"
                        + "\"lon\":-0.1278,\"timeZone\":\"Europe/London\",\"fulfilment\":[\"delivery\"],\"openingHours\":{"
                        + "\"monday\":[{\"from\":\"06:00\",\"to\":\"22:00\"}],\"tuesday\":[{\"from\":\"06:00\",\"to\":\"22:00\"}],"
                        + "\"wednesday\":[{\"from\":\"06:00\",\"to\":\"22:00\"}],\"thursday\":[{\"from\":\"06:00\",\"to\":\"22:00\"}],"
                        + "\"friday\":[{\"from\":\"06:00\",\"to\":\"22:00\"}]}}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /** A snapshot whose sequence is the first day's number, so that a later period's opening stock counts as newer. */
    private static String opening(List<OnlineRetail.Line> lines, LocalDate from) {
        Map<String, Long> sold = new LinkedHashMap<>();
        for (OnlineRetail.Line line : lines) {
            long quantity = Long.parseLong(line.quantity());
            if (quantity > 0) {
                sold.merge(line.sku(), quantity, Long::sum);
            }
        }
        StringBuilder csv = new StringBuilder("mode,sequence,location,sku,quantity\n");
        sold.forEach((sku, quantity) -> csv.append("snapshot,")
                .append(from.toEpochDay())
                .append(',')
                .append(LOCATION)
                .append(',')
                .append(sku)
                .append(',')
                .append(quantity)
                .append('\n'));
        return csv.toString();
    }

    private static String sales(List<OnlineRetail.Line> lines) {
        StringBuilder csv = new StringBuilder(
                "saleId,saleLine,location,sku,quantity,soldAt,unitPriceMinor,currency,channel,region\n");
        for (OnlineRetail.Line line : lines) {
            csv.append(line.invoice())
                    .append(',')
                    .append(line.number())
                    .append(',')
                    .append(LOCATION)
                    .append(',');
            csv.append(line.sku())
                    .append(',')
                    .append(line.quantity())
                    .append(',')
                    .append(line.soldAt())
                    .append(',');
            csv.append(line.unitPriceMinor())
                    .append(",GBP,online,")
                    .append(line.country())
                    .append('\n');
        }
        return csv.toString();
    }

    /** Files of about ROWS_PER_FILE lines; an invoice is never split. */
    static List<List<OnlineRetail.Line>> split(List<OnlineRetail.Line> lines) {
        List<List<OnlineRetail.Line>> files = new ArrayList<>();
        List<OnlineRetail.Line> current = new ArrayList<>();
        String invoice = "";
        for (OnlineRetail.Line line : lines) {
            if (current.size() >= ROWS_PER_FILE && !line.invoice().equals(invoice)) {
                files.add(current);
                current = new ArrayList<>();
            }
            current.add(line);
            invoice = line.invoice();
        }
        files.add(current);
        return files;
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
