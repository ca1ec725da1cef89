package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.demo.ForecastDoor;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.zip.GZIPInputStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The demo shop's forecasts, and what a dropped file makes of them, through the public doors. */
@ExtendWith(RunningTandem.Extension.class)
class ForecastTest {
    private static final String SERIES = "/v1/forecasts/BABY-0001?location=WH-GERAU";

    @Test
    void theDemoShopHasForecastsAsNumbersAndAsPictures(RunningTandem tandem) throws Exception {
        HttpResponse<String> answer = tandem.send(tandem.staff(path(tandem, "&horizon=4&history=8")));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode forecast = RunningTandem.json(answer);
        assertThat(forecast.path("steps")).hasSize(4);
        assertThat(forecast.path("history")).hasSize(8);
        assertThat(forecast.at("/stage/name").asText()).isIn("NEW", "MATURE", "DECLINE");
        assertThat(forecast.path("drivers")).isNotEmpty();

        HttpResponse<String> chart = tandem.send(tandem.staff(path(tandem, "").replace("?", "/chart.svg?")));
        assertThat(chart.headers().firstValue("Content-Type")).contains("image/svg+xml");
        assertThat(chart.body()).startsWith("<svg ");
        HttpResponse<String> supposed =
                tandem.send(tandem.staff(path(tandem, "&promotion=1").replace("?", "/what-if?")));
        assertThat(supposed.statusCode()).isEqualTo(200);

        assertThat(tandem.send(tandem.staff("/v1/forecasts/NEVER-SOLD")).statusCode())
                .isEqualTo(404);
        assertThat(tandem.send(tandem.shopper(path(tandem, ""))).statusCode()).isEqualTo(403);
        assertThat(tandem.send(tandem.request(path(tandem, ""))).statusCode()).isEqualTo(401);
    }

    @Test
    void whatIsForecastAddsUpAndCanBeFetchedAsFiles(RunningTandem tandem) throws Exception {
        try (ForecastDoor door = new ForecastDoor(tandem.connection())) {
            JsonNode total = door.read("/v1/forecast-aggregates?level=total&horizon=2");
            assertThat(total.path("reconciled").asBoolean()).isTrue();
            assertThat(total.path("steps")).hasSize(2);

            JsonNode export = door.export(Duration.ofSeconds(90));
            assertThat(export.path("status").asText()).as(export.toString()).isEqualTo("DONE");
            double sum = 0;
            for (JsonNode file : export.path("files")) {
                if (file.path("name").asText().startsWith("part-")) {
                    sum += firstWeek(file.path("url").asText());
                }
            }
            JsonNode now = door.read("/v1/forecast-aggregates");
            assertThat(export.path("version").asText())
                    .as("nothing was published meanwhile")
                    .isIn(now.path("version").asText(), total.path("version").asText());
            assertThat(sum).isCloseTo(now.at("/steps/0/mean").asDouble(), Percentage.withPercentage(0.5));
        }
    }

    /** Expected units of all series of a file in their first week. */
    private static double firstWeek(String url) throws Exception {
        double sum = 0;
        String before = "";
        try (var in = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(URI.create(url).toURL().openStream()), StandardCharsets.UTF_8))) {
            assertThat(in.readLine()).startsWith("sku,location,region,category,stage,asOf,interval,from,mean,q0.05,");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                int interval = line.indexOf(",week,");
                String series = interval < 0 ? before : line.substring(0, interval);
                sum += series.equals(before)
                        ? 0
                        : Double.parseDouble(line.substring(interval).split(",")[3]);
                before = series;
            }
        }
        return sum;
    }

    /** A location that the demo shop has told demand of. */
    private static String path(RunningTandem tandem, String more) throws Exception {
        JsonNode all = RunningTandem.json(tandem.send(tandem.staff("/v1/forecasts/BABY-0001")));
        return SERIES.replace("WH-GERAU", all.at("/locations/0").asText()) + more;
    }

    @Test
    void aDroppedSaleChangesTheForecastOfItsSeries(RunningTandem tandem) throws Exception {
        LocalDate yesterday = LocalDate.now(ZoneOffset.UTC).minusDays(1);
        JsonNode report = tandem.drop(
                "demand-sales/system-test.csv",
                "saleId,saleLine,sku,location,soldAt,quantity\nS1,1,DROPPED-1,NOWHERE," + yesterday + "T10:00:00Z,5\n"
                        + "S1,1,DROPPED-1,NOWHERE," + yesterday + "T10:00:00Z,5\n");
        assertThat(report.path("status").asText()).isEqualTo("APPLIED");
        try (ForecastDoor door = new ForecastDoor(tandem.connection())) {
            JsonNode refresh = door.refresh(Duration.ofSeconds(90));
            assertThat(refresh.path("status").asText()).isIn("PUBLISHED", "NOTHING_TO_DO");
            JsonNode forecast = door.read("/v1/forecasts/DROPPED-1?location=NOWHERE&interval=day&history=1");
            assertThat(forecast.at("/history/0/quantity").asDouble()).isEqualTo(5);
            assertThat(forecast.at("/steps/0/mean").asDouble()).isPositive();
        }
    }
}
