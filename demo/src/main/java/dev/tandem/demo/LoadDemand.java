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
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Drops real invoices as demand, the country of the customer as location, has forecasts made of them, and tells how long it all took. */
final class LoadDemand {
    private static final int ROWS_PER_FILE = 100_000;
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PartnerDoor door;
    private final ForecastDoor forecasts;
    private final PrintStream progress;

    LoadDemand(PartnerDoor door, ForecastDoor forecasts, PrintStream progress) {
        this.door = door;
        this.forecasts = forecasts;
        this.progress = progress;
    }

    /** @param ending sales are moved by whole weeks to end with this day; null leaves them where they were */
    ObjectNode run(Path file, LocalDate from, LocalDate to, @Nullable LocalDate ending)
            throws IOException, InterruptedException {
        progress.println("Reading " + file.getFileName() + " from " + from + " to " + to);
        List<OnlineRetail.Line> lines = OnlineRetail.read(file, from, to);
        if (lines.isEmpty()) {
            throw new IOException("The file has no line from " + from + " to " + to);
        }
        if (ending != null) {
            long weeks = OnlineRetail.weeksUntil(lines, ending);
            progress.println("Sales are taken to be " + weeks + " weeks later than they were");
            lines = lines.stream().map(line -> line.later(weeks)).toList();
        }
        Instant start = Instant.now();
        List<String> names = new ArrayList<>();
        for (int first = 0; first < lines.size(); first += ROWS_PER_FILE) {
            List<OnlineRetail.Line> some = lines.subList(first, Math.min(lines.size(), first + ROWS_PER_FILE));
            String name = "demand-sales/online-retail-" + from + "_" + to + "-" + (names.size() + 1) + ".csv.gz";
            door.drop(name, gzip(sales(some)), "application/gzip");
            names.add(name);
        }
        long applied = 0;
        long rejected = 0;
        for (String name : names) {
            JsonNode report = door.awaitReport(name, start, PATIENCE);
            applied += report.path("applied").asLong();
            for (JsonNode count : report.path("rejected")) {
                rejected += count.asLong();
            }
            progress.println(name + ": " + report.path("status").asText() + ", "
                    + report.path("applied").asInt() + " rows applied");
        }
        double imported = seconds(start);
        JsonNode refresh = forecasts.refresh(PATIENCE);
        ObjectNode sum = JSON.createObjectNode();
        sum.put("files", names.size())
                .put("rows", lines.size())
                .put("applied", applied)
                .put("rejected", rejected);
        sum.put("refresh", refresh.path("status").asText());
        sum.put("series", refresh.path("done").asInt())
                .put("failed", refresh.path("failed").asInt());
        sum.put("secondsToImport", imported).put("secondsToPublished", seconds(start));
        return sum;
    }

    private static double seconds(Instant start) {
        return Duration.between(start, Instant.now()).toMillis() / 1000.0;
    }

    private static String sales(List<OnlineRetail.Line> lines) {
        StringBuilder csv = new StringBuilder("saleId,saleLine,location,sku,quantity,soldAt,unitPriceMinor,region\n");
        for (OnlineRetail.Line line : lines) {
            csv.append(line.invoice()).append(',').append(line.number()).append(',');
            csv.append(line.country().equals("United Kingdom") ? "UK" : "INTL").append(',');
            csv.append(line.sku())
                    .append(',')
                    .append(line.quantity())
                    .append(',')
                    .append(line.soldAt())
                    .append(',');
            csv.append(line.unitPriceMinor()).append(',').append(line.country()).append('\n');
        }
        return csv.toString();
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
