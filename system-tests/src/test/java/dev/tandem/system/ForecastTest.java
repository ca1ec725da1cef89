package dev.tandem.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.demo.ForecastDoor;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
