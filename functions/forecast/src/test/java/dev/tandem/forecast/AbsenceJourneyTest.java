package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Stock-outs and closed days, from the dropped file to the published forecast. */
class AbsenceJourneyTest {
    private static final LocalDate LAST = LocalDate.parse("2026-03-01");

    private final ForecastWorld world = new ForecastWorld();

    private JsonNode forecast(String query) {
        return ForecastWorld.body(world.forecast("A", query)).path("steps");
    }

    private double firstWeek(String location) {
        return forecast("location=" + location).at("/0/mean").asDouble();
    }

    /** Ten a day at two locations, but none in NORTH in the last two weeks. */
    private void soldOut() {
        StringBuilder csv = new StringBuilder("sku,location,date,quantity\n");
        for (int day = 0; day < 140; day++) {
            LocalDate date = LAST.minusDays(day);
            csv.append("A,SOUTH,").append(date).append(",10\n");
            csv.append("B,NORTH,").append(date).append(",10\n");
            if (day >= 14) {
                csv.append("A,NORTH,").append(date).append(",10\n");
            }
        }
        world.sales(csv.toString());
    }

    @Test
    void aStockOutIsNotZeroDemandAndMayBeTakenBack() {
        soldOut();
        world.run("run-1");
        assertThat(firstWeek("NORTH")).isLessThan(50);

        world.clock.advance(Duration.ofMinutes(15));
        world.facts("demand-stock-outs", "sku,location,date,until\nA,NORTH,2026-02-16,2026-03-01\n");
        assertThat(world.run("run-2").path("done").asInt())
                .as("nothing else has changed")
                .isEqualTo(1);
        assertThat(firstWeek("NORTH")).isCloseTo(70, within(7.0));
        JsonNode history = ForecastWorld.body(world.forecast("A", "location=NORTH&history=2"))
                .path("history");
        assertThat(history.at("/1/quantity").asDouble()).as("what was sold").isZero();

        world.clock.advance(Duration.ofMinutes(15));
        world.facts("demand-stock-outs", "sku,location,date,until\nA,NORTH,2026-02-16,2026-03-01\n");
        assertThat(world.run("run-3").path("done").asInt()).as("said again").isZero();

        world.clock.advance(Duration.ofMinutes(15));
        world.facts("demand-stock-outs", "sku,location,date,until,out\nA,NORTH,2026-02-16,2026-03-01,0\n");
        world.run("run-4");
        assertThat(firstWeek("NORTH")).isLessThan(50);
    }

    @Test
    void aClosedLocationIsNotWithoutDemandAndSellsNothingWhenItWillBeClosed() {
        soldOut();
        world.run("run-1");
        world.clock.advance(Duration.ofMinutes(15));
        world.facts(
                "demand-closed-days",
                "location,date,until\nNORTH,2026-02-16,2026-03-01\nNORTH,2026-03-04,2026-03-05\nNORTH,2026-03-16,2026-03-22\n");
        world.run("run-2");
        JsonNode weeks = forecast("location=NORTH");
        assertThat(weeks.at("/1/mean").asDouble()).isCloseTo(70, within(7.0));
        assertThat(weeks.at("/0/mean").asDouble())
                .as("two days of seven closed")
                .isCloseTo(50, within(6.0));
        assertThat(weeks.at("/2/mean").asDouble()).as("a week closed").isZero();
        assertThat(weeks.at("/2/quantiles/0.95").asDouble()).isZero();
        JsonNode days = forecast("location=NORTH&interval=day");
        double[] sums = new double[4];
        for (int day = 0; day < days.size(); day++) {
            String date = days.at("/" + day + "/from").asText();
            boolean closed = List.of("2026-03-04", "2026-03-05").contains(date)
                    || date.compareTo("2026-03-16") >= 0 && date.compareTo("2026-03-22") <= 0;
            assertThat(days.at("/" + day + "/mean").asDouble() == 0).as(date).isEqualTo(closed);
            sums[day / 7] += days.at("/" + day + "/mean").asDouble();
        }
        for (int week = 0; week < 4; week++) {
            assertThat(sums[week]).isCloseTo(weeks.at("/" + week + "/mean").asDouble(), within(0.02));
        }
        assertThat(ForecastWorld.body(world.forecast("A", "location=SOUTH"))
                        .at("/steps/2/mean")
                        .asDouble())
                .isCloseTo(70, within(7.0));
    }

    @Test
    void closedDaysOfOneLocationLeaveTheOthersAsTheyAre() {
        soldOut();
        world.run("run-1");
        world.clock.advance(Duration.ofMinutes(15));
        world.facts("demand-closed-days", "location,date\nSOUTH,2026-03-08\n");
        assertThat(world.run("run-2").path("done").asInt()).isEqualTo(1);
    }

    @Test
    void badRowsAreSetAsideWithTheirReason() {
        assertThat(world.facts(
                                "demand-stock-outs",
                                "sku,location,date,until,out\n"
                                        + "A,NORTH,2026-02-16,,\n"
                                        + "A,NORTH,2026-02-16,2026-02-15,\n"
                                        + "A,,2026-02-16,,\n"
                                        + "A,NORTH,2026-02-16,,2\n"
                                        + "A,NORTH,2026-02-16,2028-02-15,\n")
                        .applied())
                .isEqualTo(1);
        assertThat(world.drops.rejected("partner-drops/demand-stock-outs/1.csv"))
                .containsExactly("3 OUT_OF_RANGE", "4 MISSING_VALUE", "5 OUT_OF_RANGE", "6 OUT_OF_RANGE");
        assertThat(world.facts(
                                "demand-closed-days",
                                "location,date,closed\nN 1,2026-02-16,\nNORTH,2026-02-30,\nNORTH,2026-02-16,1\n")
                        .applied())
                .isEqualTo(1);
        assertThat(world.drops.rejected("partner-drops/demand-closed-days/2.csv"))
                .containsExactly("2 INVALID_VALUE", "3 NOT_A_DATE");
    }
}
