package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.drops.FeedReport;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.HistoryFile;
import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackKey;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Prices, promotions, signals and products as partners drop them. */
class ImportSignalsTest {
    private final ForecastWorld world = new ForecastWorld();

    private Track track(String sku, String location, String name) {
        for (byte[] file : world.objects().entrySet().stream()
                .filter(entry -> entry.getKey().endsWith("/history"))
                .map(java.util.Map.Entry::getValue)
                .toList()) {
            GroupHistory group = HistoryFile.read(file);
            Track found = group.track(new TrackKey(sku, location, name));
            if (found.size() > 0) {
                return found;
            }
        }
        return Track.EMPTY;
    }

    private static int day(String date) {
        return (int) LocalDate.parse(date).toEpochDay();
    }

    @Test
    void pricesAndPromotionsAreTakenAndTheLastWordStands() {
        assertThat(world.facts(
                                "demand-prices",
                                "sku,date,priceMinor,promotion,until,location\n"
                                        + "A,2026-02-01,1000,,,\n"
                                        + "A,2026-02-20,800,0.5,2026-02-22,NORTH\n"
                                        + "A,2026-02-25,,,,\n"
                                        + "A,2026-02-25,-3,,,\n")
                        .applied())
                .isEqualTo(2);
        assertThat(world.drops.rejected("partner-drops/demand-prices/1.csv"))
                .containsExactly("4 MISSING_VALUE", "5 OUT_OF_RANGE");
        world.clock.advance(Duration.ofMinutes(1));
        world.facts("demand-prices", "sku,date,priceMinor\nA,2026-02-01,1100\n");
        world.run("run-1");
        Track price = track("A", "", TrackKey.PRICE);
        assertThat(price.size()).isEqualTo(1);
        assertThat(price.value(0)).isEqualTo(1100);
        Track promotion = track("A", "NORTH", TrackKey.PROMOTION);
        assertThat(promotion.size()).isEqualTo(3);
        assertThat(promotion.day(2)).isEqualTo(day("2026-02-22"));
    }

    @Test
    void aPlannedPriceIsKnownFromTheDayItWasToldAndAPastOneFromItsOwn() {
        world.facts(
                "demand-prices",
                "sku,date,priceMinor,knownAt\nA,2026-05-01,1000,\nA,2026-02-01,900,\nA,2026-06-01,1100,2026-02-15\n");
        world.run("run-1");
        Track price = track("A", "", TrackKey.PRICE);
        assertThat(price.extra(0)).isEqualTo(day("2026-02-01"));
        assertThat(price.extra(1)).isEqualTo(day("2026-03-02"));
        assertThat(price.extra(2)).isEqualTo(day("2026-02-15"));
    }

    @Test
    void aSignalIsDeclaredByItsFirstRowAndMayNotBeToldOfSomethingElse() {
        FeedReport report = world.facts(
                "demand-signals",
                "signal,key,keyType,date,value\n"
                        + "weather,north,,2026-02-20,3.5\n"
                        + "footfall,TOYS,,2026-02-20,100\n"
                        + "footfall,TOYS,category,2026-02-20,100\n"
                        + "footfall,SHOES,,2026-02-20,120\n"
                        + "footfall,A,sku,2026-02-20,120\n"
                        + "competitor-price,A,,2026-02-20,0\n"
                        + "price,A,sku,2026-02-20,1\n"
                        + "sentiment,A,,2026-02-20,-0.3\n");
        assertThat(report.applied()).isEqualTo(4);
        assertThat(world.drops.rejected("partner-drops/demand-signals/1.csv"))
                .containsExactly("3 MISSING_VALUE", "6 KEY_MISMATCH", "7 OUT_OF_RANGE", "8 INVALID_VALUE");
        world.run("run-1");
        assertThat(track("region:north", "", "weather").value(0)).isEqualTo(3.5);
        assertThat(track("category:SHOES", "", "footfall").value(0)).isEqualTo(120);
        assertThat(track("A", "", "sentiment").value(0)).isEqualTo(-0.3);
    }

    @Test
    void aSignalOfARegionRefreshesTheSeriesOfThatRegionOnly() {
        world.sales("sku,location,date,quantity,region\n"
                + "A,N1,2026-03-01,3,north\n"
                + "B,S1,2026-03-01,3,south\n"
                + "C,N2,2026-03-01,3,north\n");
        world.run("run-1");
        world.clock.advance(Duration.ofMinutes(15));
        world.facts("demand-signals", "signal,key,date,value\nweather,north,2026-03-01,3.5\n");
        assertThat(world.run("run-2").path("done").asInt()).isEqualTo(2);
        world.facts("demand-signals", "signal,key,date,value\nweather,north,2026-03-01,3.50\n");
        assertThat(world.run("run-3").path("done").asInt())
                .as("the same said again")
                .isZero();
    }

    @Test
    void aProductWithoutASaleHasAForecastFromTheDayItIsListed() {
        world.facts("demand-products", "sku,category,locations,launchOn\nNEW-1,toys,NORTH;SOUTH,2026-03-10\n");
        world.run("run-1");
        var answer = ForecastWorld.body(world.forecast("NEW-1", "location=SOUTH"));
        assertThat(answer.at("/stage/name").asText()).isEqualTo("NEW");
        assertThat(answer.path("steps")).hasSize(13);
    }

    @Test
    void aPromotionThatWorkedIsADriverAndMayBeSupposed() {
        StringBuilder sales = new StringBuilder("sku,location,date,quantity\n");
        StringBuilder prices = new StringBuilder("sku,date,promotion,until,priceMinor\nP,2024-06-01,,,1000\n");
        LocalDate last = LocalDate.parse("2026-03-01");
        java.util.Random random = new java.util.Random(5);
        for (int week = 100; week >= 1; week--) {
            boolean promoted = week % 9 == 0;
            LocalDate first = last.minusDays(week * 7L - 1);
            if (promoted) {
                prices.append("P,")
                        .append(first)
                        .append(",1,")
                        .append(first.plusDays(6))
                        .append(",\n");
            }
            for (int day = 0; day < 7; day++) {
                int sold = (promoted ? 24 : 8) + random.nextInt(5);
                sales.append("P,NORTH,")
                        .append(first.plusDays(day))
                        .append(',')
                        .append(sold)
                        .append('\n');
            }
        }
        world.sales(sales.toString());
        world.facts("demand-prices", prices.toString());
        world.run("run-1");
        var published = ForecastWorld.body(world.forecast("P", "location=NORTH"));
        assertThat(published.path("drivers").findValuesAsText("name")).contains("level", "promotion");
        double shares = 0;
        for (var driver : published.path("drivers")) {
            shares += driver.path("share").asDouble();
        }
        assertThat(shares).isCloseTo(1, org.assertj.core.data.Offset.offset(0.01));
        var supposed = ForecastWorld.body(world.get("/v1/forecasts/P/what-if", "P", "location=NORTH&promotion=1"));
        assertThat(supposed.at("/steps/0/mean").asDouble())
                .isGreaterThan(1.5 * published.at("/steps/0/mean").asDouble());
        assertThat(supposed.at("/supposition/published/0/mean")).isEqualTo(published.at("/steps/0/mean"));
        assertThat(world.get("/v1/forecasts/P/what-if", "P", "location=NORTH")
                        .path("statusCode")
                        .asInt())
                .isEqualTo(400);
        assertThat(world.supposed("P", "weather:20").path("statusCode").asInt()).isEqualTo(422);
    }

    @Test
    void theStageComesWithItsEvidence() {
        world.sales(ForecastWorld.history(400, 1));
        world.run("run-1");
        var stage =
                ForecastWorld.body(world.forecast("SKU-0", "location=NORTH")).path("stage");
        assertThat(stage.path("name").asText()).isEqualTo("MATURE");
        assertThat(stage.at("/evidence/weeksOnSale").asInt()).isEqualTo(57);
    }
}
