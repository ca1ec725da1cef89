package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What prices do to a category, from dropped files to forecasts of a product that is too young to know. */
class SignalJourneyTest {
    private static final LocalDate LAST = LocalDate.parse("2026-03-01");
    private static final int OLD_WEEKS = 60;
    private static final int YOUNG_WEEKS = 8;
    private static final double ELASTICITY = -2.5;

    private final ForecastWorld world = new ForecastWorld();
    private final Random random = new Random(3);
    private final StringBuilder sales = new StringBuilder("sku,location,date,quantity,category\n");
    private final StringBuilder prices = new StringBuilder("sku,date,priceMinor\n");

    private void sold(String sku, int weeks, boolean moving) {
        for (int week = weeks; week >= 1; week--) {
            LocalDate first = LAST.minusDays(week * 7L - 1);
            double change = moving && random.nextInt(3) == 0 ? -0.25 : 0;
            prices.append(sku).append(',').append(first).append(',').append(Math.round(1000 * Math.exp(change)));
            prices.append('\n');
            for (int day = 0; day < 7; day++) {
                double mean = 12 * Math.exp(ELASTICITY * change + 0.1 * random.nextGaussian());
                sales.append(sku).append(",NORTH,").append(first.plusDays(day)).append(',');
                sales.append(Math.round(mean)).append(",tea\n");
            }
        }
    }

    private void shop(int old) {
        for (int sku = 0; sku < old; sku++) {
            sold("OLD-" + sku, OLD_WEEKS, true);
        }
        sold("YOUNG", YOUNG_WEEKS, false);
        world.sales(sales.toString());
        world.facts("demand-prices", prices.toString());
    }

    private JsonNode supposed(String sku) {
        return ForecastWorld.body(world.get("/v1/forecasts/" + sku + "/what-if", sku, "location=NORTH&priceMinor=800"));
    }

    private static double mean(JsonNode forecast, int step) {
        return forecast.path("steps").get(step).path("mean").asDouble();
    }

    @Test
    void aProductOfEightWeeksWhosePriceNeverChangedHasThePriceEffectOfItsCategory() {
        shop(8);
        prices.setLength(0);
        // A fourth off from the third week to come on.
        world.facts("demand-prices", "sku,date,priceMinor\nYOUNG," + LAST.plusDays(15) + ",750\n");
        world.run("run-1");
        JsonNode published = ForecastWorld.body(world.forecast("YOUNG", "location=NORTH"));
        assertThat(mean(published, 4) / mean(published, 1)).isBetween(1.3, 2.6);
        assertThat(published.path("drivers").findValuesAsText("name")).contains("price");
        JsonNode supposed = supposed("YOUNG");
        assertThat(supposed.at("/supposition/priceElasticity").asDouble()).isCloseTo(ELASTICITY, within(0.7));
        assertThat(mean(supposed, 0)).isGreaterThan(1.3 * mean(published, 0));
    }

    @Test
    void aloneItKnowsNothingOfPrices() {
        shop(0);
        world.run("run-1");
        JsonNode supposed = supposed("YOUNG");
        assertThat(supposed.at("/supposition/priceElasticity").asDouble()).isZero();
    }
}
