package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

/** Products that have not been sold yet, from their listing to their own history. */
class NewProductJourneyTest {
    private static final LocalDate LAST = LocalDate.parse("2026-03-01");

    private final ForecastWorld world = new ForecastWorld();

    private JsonNode forecast(String sku, String query) {
        return ForecastWorld.body(world.forecast(sku, query));
    }

    private double firstWeek(String sku) {
        return forecast(sku, "location=NORTH").at("/steps/0/mean").asDouble();
    }

    private static void sold(StringBuilder csv, String sku, String category, LocalDate from, LocalDate to, int daily) {
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            csv.append(sku)
                    .append(",NORTH,north,")
                    .append(category)
                    .append(',')
                    .append(day)
                    .append(',')
                    .append(daily)
                    .append('\n');
        }
    }

    private static StringBuilder csv() {
        return new StringBuilder("sku,location,region,category,date,quantity\n");
    }

    /** A small shop with an old range, and twelve launches each of toys that sell fast and books that sell slowly. */
    private void shop() {
        StringBuilder csv = csv();
        sold(csv, "OLD", "toys", LAST.minusDays(399), LAST, 3);
        for (int launch = 0; launch < 12; launch++) {
            LocalDate start = LAST.minusDays(90 + 20L * launch);
            sold(csv, "TOY-" + launch, "toys", start, start.plusDays(80), 6 + launch % 3);
            sold(csv, "BOOK-" + launch, "books", start, start.plusDays(80), 1);
        }
        world.sales(csv.toString());
    }

    @Test
    void whatWasLastSoldYearsAgoIsNoLaunchToCome() {
        shop();
        StringBuilder csv = csv();
        sold(csv, "GONE", "toys", LAST.minusYears(6), LAST.minusYears(5), 5);
        world.sales(csv.toString());
        world.run("run-1");

        assertThat(firstWeek("GONE")).isZero();
        assertThat(forecast("GONE", "location=NORTH").at("/stage/name").asText())
                .isEqualTo("DECLINE");
    }

    @Test
    void aListedProductIsForecastFromTheLaunchesOfItsCategoryFromTheFirstDay() {
        shop();
        world.facts(
                "demand-products",
                "sku,category,locations,launchOn\n"
                        + "NEW-TOY,toys,NORTH,2026-03-02\nNEW-BOOK,books,NORTH,2026-03-02\nNEW-HAT,hats,NORTH;SOUTH,2026-03-02\n");
        world.run("run-1");
        JsonNode toy = forecast("NEW-TOY", "location=NORTH");
        assertThat(toy.path("model").asText()).isEqualTo("launch profile");
        assertThat(toy.at("/stage/name").asText()).isEqualTo("NEW");
        assertThat(toy.at("/stage/reason").asText())
                .contains(
                        "listed from 2026-03-02", "12 of category toys (TOY-0, TOY-1, TOY-2, ...)", "of region north");
        assertThat(toy.at("/stage/evidence/launches of category toys").asInt()).isEqualTo(12);
        assertThat(firstWeek("NEW-TOY")).isBetween(25.0, 60.0);
        assertThat(firstWeek("NEW-BOOK")).isBetween(1.0, firstWeek("NEW-TOY") / 2);
        assertThat(toy.at("/steps/0/quantiles/0.95").asDouble()).isGreaterThan(firstWeek("NEW-TOY"));
        assertThat(firstWeek("NEW-HAT")).as("like any launch").isPositive();
        assertThat(forecast("NEW-HAT", "").at("/steps/0/mean").asDouble())
                .as("of all locations")
                .isCloseTo(
                        firstWeek("NEW-HAT")
                                + forecast("NEW-HAT", "location=SOUTH")
                                        .at("/steps/0/mean")
                                        .asDouble(),
                        within(0.01));
        JsonNode days = forecast("NEW-TOY", "location=NORTH&interval=day").path("steps");
        double sum = 0;
        for (int day = 0; day < 7; day++) {
            sum += days.at("/" + day + "/mean").asDouble();
            assertThat(days.at("/" + day + "/quantiles/0.95").asDouble())
                    .isGreaterThan(days.at("/" + day + "/mean").asDouble());
        }
        assertThat(sum).isCloseTo(firstWeek("NEW-TOY"), within(0.02));
    }

    @Test
    void nothingIsForecastBeforeTheLaunch() {
        shop();
        world.facts("demand-products", "sku,category,locations,launchOn\nNEW-TOY,toys,NORTH,2026-03-12\n");
        world.run("run-1");
        JsonNode days = forecast("NEW-TOY", "location=NORTH&interval=day").path("steps");
        for (JsonNode day : days) {
            boolean before = day.path("from").asText().compareTo("2026-03-12") < 0;
            assertThat(day.path("mean").asDouble() == 0).isEqualTo(before);
            assertThat(day.at("/quantiles/0.95").asDouble() == 0).isEqualTo(before);
        }
        JsonNode weeks = forecast("NEW-TOY", "location=NORTH").path("steps");
        assertThat(weeks.at("/0/mean").asDouble()).isZero();
        assertThat(weeks.at("/1/mean").asDouble())
                .as("four of seven days")
                .isCloseTo(weeks.at("/2/mean").asDouble() * 4 / 7, within(3.0));
        assertThat(forecast("NEW-TOY", "").at("/stage/reason").asText()).startsWith("to be launched on 2026-03-12");
    }

    @Test
    void whatIsSoldTakesOver() {
        shop();
        world.facts("demand-products", "sku,category,locations,launchOn\nNEW-TOY,toys,NORTH,2026-03-02\n");
        world.run("run-1");
        double likeOthers = firstWeek("NEW-TOY");
        world.clock.advance(Duration.ofDays(42));
        StringBuilder csv = csv();
        sold(csv, "NEW-TOY", "toys", LAST.plusDays(1), LAST.plusDays(42), 24);
        sold(csv, "OLD", "toys", LAST.plusDays(1), LAST.plusDays(42), 3);
        world.sales(csv.toString());
        world.run("run-2");
        JsonNode later = forecast("NEW-TOY", "location=NORTH");
        assertThat(later.path("model").asText()).isNotEqualTo("launch profile");
        assertThat(later.at("/stage/evidence/weeksOnSale").asInt()).isEqualTo(6);
        assertThat(firstWeek("NEW-TOY")).isGreaterThan(2.5 * likeOthers).isBetween(100.0, 200.0);
    }

    @Test
    void aProductThatIsListedInVainIsExpectedToSellLessAndLess() {
        shop();
        world.facts("demand-products", "sku,category,locations,launchOn\nNEW-TOY,toys,NORTH,2026-03-02\n");
        world.run("run-1");
        double first = firstWeek("NEW-TOY");
        world.clock.advance(Duration.ofDays(42));
        StringBuilder csv = csv();
        sold(csv, "OLD", "toys", LAST.plusDays(1), LAST.plusDays(42), 3);
        world.sales(csv.toString());
        world.run("run-2");
        assertThat(firstWeek("NEW-TOY")).isPositive().isLessThan(first / 3);
        assertThat(forecast("NEW-TOY", "location=NORTH")
                        .at("/stage/evidence/weeksListed")
                        .asInt())
                .isEqualTo(6);
    }

    @Test
    void talkMovesWhatIsExpectedOfANewProductAndIsADriver() {
        shop();
        StringBuilder talk = new StringBuilder("signal,key,date,value\n");
        for (int launch = 0; launch < 12; launch++) {
            talk.append("sentiment,TOY-")
                    .append(launch)
                    .append(',')
                    .append(LAST.minusDays(93 + 20L * launch))
                    .append(',')
                    .append(0.1 * (launch % 5))
                    .append('\n');
        }
        talk.append("sentiment,LOVED,2026-02-25,0.5\nsentiment,IGNORED,2026-02-25,0\n");
        world.facts("demand-signals", talk.toString());
        world.facts(
                "demand-products",
                "sku,category,locations,launchOn\nLOVED,toys,NORTH,2026-03-02\nIGNORED,toys,NORTH,2026-03-02\n");
        world.run("run-1");
        assertThat(firstWeek("LOVED")).isGreaterThan(1.3 * firstWeek("IGNORED"));
        JsonNode loved = forecast("LOVED", "location=NORTH");
        assertThat(loved.at("/stage/evidence/talkFactor").asDouble()).isGreaterThan(1.1);
        JsonNode drivers = loved.path("drivers");
        assertThat(drivers.findValuesAsText("name")).contains("level", "sentiment");
        double shares = 0;
        for (JsonNode driver : drivers) {
            shares += driver.path("share").asDouble();
        }
        assertThat(shares).isCloseTo(1, within(0.01));
    }

    @Test
    void aProductIsForecastBeforeAnythingElseWasEverSoldAsFarAsThatIsPossible() {
        world.facts("demand-products", "sku,category,locations,launchOn\nNEW-TOY,toys,NORTH,2026-03-05\n");
        world.run("run-1");
        JsonNode toy = forecast("NEW-TOY", "location=NORTH");
        assertThat(toy.path("asOf").asText()).isEqualTo("2026-03-01");
        assertThat(toy.at("/stage/reason").asText()).endsWith("no other product is known");
    }
}
