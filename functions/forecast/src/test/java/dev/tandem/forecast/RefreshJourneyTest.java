package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.drops.FeedReport;
import dev.tandem.forecast.refresh.RefreshWorker;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** From a dropped file to a published forecast, with everything that may come in between. */
class RefreshJourneyTest {
    private final ForecastWorld world = new ForecastWorld();

    private JsonNode sold(String sku, String location, int days) {
        return ForecastWorld.body(world.forecast(sku, "location=" + location + "&interval=day&history=" + days))
                .path("history");
    }

    @Test
    void aDroppedFileBecomesAForecastForEachSeriesAndForAllLocationsTogether() {
        assertThat(world.sales(ForecastWorld.history(70, 3)).status()).isEqualTo(FeedReport.Status.APPLIED);
        assertThat(world.forecast("SKU-0", "").path("statusCode").asInt()).isEqualTo(404);

        JsonNode published = world.run("run-1");

        assertThat(published.path("done").asInt()).isEqualTo(6);
        JsonNode north = ForecastWorld.body(world.forecast("SKU-0", "location=NORTH&horizon=4"));
        assertThat(north.path("asOf").asText()).isEqualTo("2026-03-01");
        assertThat(north.path("steps")).hasSize(4);
        assertThat(north.at("/steps/0/from").asText()).isEqualTo("2026-03-02");
        assertThat(north.at("/steps/0/to").asText()).isEqualTo("2026-03-08");
        assertThat(north.at("/steps/0/mean").asDouble()).isBetween(30.0, 40.0);
        assertThat(north.at("/steps/0/quantiles/0.05").asDouble())
                .isLessThanOrEqualTo(north.at("/steps/0/quantiles/0.95").asDouble());
        assertThat(north.path("accuracy").has("wape")).isTrue();
        JsonNode all = ForecastWorld.body(world.forecast("SKU-0", ""));
        assertThat(all.at("/steps/0/mean").asDouble())
                .isGreaterThan(north.at("/steps/0/mean").asDouble() * 1.8);
        double south = ForecastWorld.body(world.forecast("SKU-0", "location=SOUTH"))
                .at("/steps/0/mean")
                .asDouble();
        assertThat(all.at("/steps/0/mean").asDouble())
                .as("reconciled")
                .isCloseTo(south + north.at("/steps/0/mean").asDouble(), org.assertj.core.data.Offset.offset(0.02));
        assertThat(all.path("locations")).hasSize(2);
        assertThat(all.has("location")).isFalse();
        assertThat(world.changedGroups())
                .isNotEmpty()
                .allMatch(group -> group.version().equals("run-1"));
    }

    @Test
    void theDaysOfAForecastAddUpToItsWeeks() {
        world.sales(ForecastWorld.history(100, 1));
        world.run("run-1");
        JsonNode days = ForecastWorld.body(world.forecast("SKU-0", "location=NORTH&interval=day"))
                .path("steps");
        JsonNode weeks =
                ForecastWorld.body(world.forecast("SKU-0", "location=NORTH")).path("steps");
        for (int week = 0; week < 4; week++) {
            double sum = 0;
            for (int day = 0; day < 7; day++) {
                sum += days.at("/" + (week * 7 + day) + "/mean").asDouble();
            }
            assertThat(sum)
                    .isCloseTo(weeks.at("/" + week + "/mean").asDouble(), org.assertj.core.data.Offset.offset(0.02));
        }
    }

    @Test
    void aSaleThatComesTwiceCountsOnceAndACorrectionReplacesIt() {
        String head = "saleId,saleLine,sku,location,soldAt,quantity\n";
        world.sales(head
                + "S1,1,A,NORTH,2026-02-27T10:00:00Z,5\n"
                + "S1,2,A,NORTH,2026-02-27T10:00:00Z,2\n"
                + "S2,1,A,NORTH,2026-02-28T23:30:00-05:00,1\n");
        world.clock.advance(Duration.ofSeconds(1));
        world.sales(head + "S1,1,A,NORTH,2026-02-27T10:00:00Z,5\n");
        world.run("run-1");
        JsonNode before = sold("A", "NORTH", 10);
        assertThat(before).hasSize(2);
        assertThat(before.at("/0/quantity").asDouble()).isEqualTo(7);
        assertThat(before.at("/1/quantity").asDouble()).isEqualTo(1);

        world.clock.advance(Duration.ofMinutes(1));
        // Late, corrected, cancelled, returned; the day of a sale is that of its own clock.
        world.sales(head
                + "S0,1,A,NORTH,2026-02-26T10:00:00Z,4\n"
                + "S1,1,A,NORTH,2026-02-27T10:00:00Z,3\n"
                + "S2,1,A,NORTH,2026-02-28T10:00:00Z,0\n"
                + "R1,1,A,NORTH,2026-02-28T10:00:00Z,-2\n");
        world.run("run-2");
        JsonNode days = sold("A", "NORTH", 10);
        assertThat(days).hasSize(3);
        assertThat(days.at("/0/quantity").asDouble()).isEqualTo(4);
        assertThat(days.at("/1/quantity").asDouble()).isEqualTo(5);
        assertThat(days.at("/2/quantity").asDouble()).isZero();
    }

    @Test
    void badRowsAreSetAsideWithTheirReason() {
        FeedReport report = world.sales("sku,location,date,quantity,saleId\n"
                + "A,NORTH,2026-02-27,1,\n"
                + "A B,NORTH,2026-02-27,1,\n"
                + "A,NORTH,2031-01-01,1,\n"
                + "A,NORTH,,1,\n"
                + "A,NORTH,2026-02-27,x,\n"
                + "A,NORTH,2026-02-27,1,S1\n");
        assertThat(report.applied()).isEqualTo(1);
        assertThat(world.drops.rejected("partner-drops/demand-sales/1.csv"))
                .containsExactly(
                        "3 INVALID_VALUE", "4 OUT_OF_RANGE", "5 MISSING_VALUE", "6 NOT_A_NUMBER", "7 MISSING_VALUE");
    }

    @Test
    void onlyWhatChangedIsForecastAgain() {
        world.sales(ForecastWorld.history(60, 20));
        world.run("run-1");
        assertThat(world.run("run-2").path("status").asText()).isEqualTo("NOTHING_TO_DO");

        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity\nSKU-7,NORTH,2026-03-01,40\n");
        JsonNode published = world.run("run-3");
        assertThat(published.path("done").asInt()).isEqualTo(1);
        JsonNode changed = ForecastWorld.body(world.forecast("SKU-7", "location=NORTH"));
        JsonNode same = ForecastWorld.body(world.forecast("SKU-7", "location=SOUTH"));
        assertThat(changed.path("computedAt").asText()).isEqualTo("2026-03-02T09:15:00Z");
        assertThat(same.path("computedAt").asText()).isEqualTo("2026-03-02T09:00:00Z");
        assertThat(same.path("version").asText()).isEqualTo("run-3");

        world.clock.advance(Duration.ofHours(25));
        assertThat(world.run("run-4").path("done").asInt()).isEqualTo(40);
    }

    @Test
    void readersSeeTheOldVersionWholeUntilTheNewOneIs() {
        world.sales(ForecastWorld.history(30, 40));
        world.run("run-1");
        world.clock.advance(Duration.ofMinutes(15));
        world.sales(ForecastWorld.history(30, 40).replaceAll("(?m),\\d+$", ",90"));
        JsonNode plan = world.plan("run-2");
        for (int group : world.items(plan)) {
            world.refresh("run-2", List.of(group));
            for (int sku = 0; sku < 40; sku += 7) {
                JsonNode seen = ForecastWorld.body(world.forecast("SKU-" + sku, "location=NORTH&history=1"));
                assertThat(seen.path("version").asText()).isEqualTo("run-1");
                assertThat(seen.at("/steps/0/mean").asDouble()).isLessThan(100);
                assertThat(seen.at("/history/0/quantity").asDouble()).isLessThan(100);
            }
        }
        world.publish("run-2");
        for (int sku = 0; sku < 40; sku++) {
            JsonNode seen = ForecastWorld.body(world.forecast("SKU-" + sku, "location=NORTH&history=1"));
            assertThat(seen.path("version").asText()).isEqualTo("run-2");
            assertThat(seen.at("/history/0/quantity").asDouble()).isEqualTo(630);
        }
    }

    @Test
    void aSecondRunDoesNothingWhileTheFirstHoldsTheLease() {
        world.sales(ForecastWorld.history(30, 5));
        JsonNode first = world.plan("run-1");
        assertThat(world.plan("run-2").path("status").asText()).isEqualTo("SUPERSEDED");
        assertThat(world.progress("run-2").path("status").asText()).isEqualTo("SUPERSEDED");
        assertThat(world.plan("run-1").path("plan").asText())
                .as("asked again by the same")
                .isEqualTo("run-1");
        world.refresh("run-1", world.items(first));
        world.publish("run-1");
        assertThat(world.plan("run-3").path("status").asText()).isEqualTo("NOTHING_TO_DO");
    }

    @Test
    void aKilledRunIsTakenUpWhereItWasAndNothingIsDoneTwice() {
        world.sales(ForecastWorld.history(30, 60));
        List<Integer> groups = world.items(world.plan("run-1"));
        List<Integer> half = groups.subList(0, groups.size() / 2);
        world.refresh("run-1", half);
        assertThat(world.progress("run-1").path("groupsDone").asInt()).isEqualTo(half.size());
        assertThat(world.progress("run-1").has("secondsLeft")).isTrue();

        // Killed. What comes in meanwhile waits, and no other run begins before the lease has run out.
        world.sales("sku,location,date,quantity\nLATER,NORTH,2026-03-01,4\n");
        world.clock.advance(Duration.ofMinutes(4));
        assertThat(world.plan("run-2").path("status").asText()).isEqualTo("SUPERSEDED");
        world.clock.advance(Duration.ofMinutes(2));
        JsonNode taken = world.plan("run-3");
        assertThat(taken.path("plan").asText()).isEqualTo("run-1");
        assertThat(world.items(taken)).containsExactlyElementsOf(groups.subList(groups.size() / 2, groups.size()));
        assertThat(world.refresh("run-1", groups))
                .as("one that is done already is left out")
                .isEqualTo(groups.size() - half.size());
        JsonNode published = world.publish("run-1");

        assertThat(published.path("done").asInt()).isEqualTo(120);
        assertThat(world.files.writes.entrySet().stream()
                        .filter(write -> write.getKey().startsWith("forecast/groups/"))
                        .map(write -> write.getValue().get()))
                .containsOnly(1);
        assertThat(world.progress("run-3").path("status").asText()).isEqualTo("PUBLISHED");
        assertThat(world.progress("run-3").path("run").asText()).isEqualTo("run-1");
        assertThat(world.forecast("LATER", "").path("statusCode").asInt()).isEqualTo(404);
        world.run("run-4");
        assertThat(world.forecast("LATER", "").path("statusCode").asInt()).isEqualTo(200);
    }

    @Test
    void aWorkerOfARunThatHasEndedMayNotGoOn() {
        world.sales(ForecastWorld.history(30, 2));
        List<Integer> groups = world.items(world.plan("run-1"));
        world.refresh("run-1", groups.subList(1, groups.size()));
        world.publish("run-1");
        assertThatThrownBy(() -> world.refresh("run-1", groups)).isInstanceOf(RefreshWorker.LeaseLostException.class);
    }

    @Test
    void aPublicationThatBreaksOffIsRepeated() {
        world.sales(ForecastWorld.history(30, 10));
        JsonNode plan = world.plan("run-1");
        world.refresh("run-1", world.items(plan));
        PublishForecastHandler breaking = new PublishForecastHandler(
                world.book,
                world.files,
                groups -> {
                    throw new IllegalStateException("killed");
                },
                world.clock);
        assertThatThrownBy(() -> ForecastWorld.call(breaking, java.util.Map.of("plan", "run-1")))
                .hasMessageContaining("killed");
        assertThat(world.publish("run-1").path("status").asText()).isEqualTo("PUBLISHED");
        assertThat(world.changedGroups().stream()
                        .mapToInt(group -> group.changed())
                        .sum())
                .isEqualTo(20);
        assertThat(world.book.changes()).isEmpty();
        assertThat(world.plan("run-2").path("status").asText()).isEqualTo("NOTHING_TO_DO");
    }

    @Test
    void groupsThatFailKeepTheirForecastsAndTheirChangesForTheNextRun() {
        world.sales(ForecastWorld.history(30, 30));
        world.run("run-1");
        world.clock.advance(Duration.ofMinutes(15));
        world.sales(ForecastWorld.history(30, 30).replaceAll("(?m),\\d+$", ",50"));
        List<Integer> groups = world.items(world.plan("run-2"));
        world.refresh("run-2", groups.subList(1, groups.size()));
        assertThat(world.publish("run-2").path("failedGroups").asInt()).isEqualTo(1);
        assertThat(world.objects().keySet()).contains("forecast/runs/run-2/failures.jsonl");

        JsonNode again = world.run("run-3");
        assertThat(again.path("groups").asInt()).isEqualTo(1);
        for (int sku = 0; sku < 30; sku++) {
            assertThat(sold("SKU-" + sku, "SOUTH", 1).at("/0/quantity").asDouble())
                    .isEqualTo(50);
        }
    }

    @Test
    void whatAPublicationReplacesIsGoneAfterTheNextOne() {
        for (int i = 1; i <= 4; i++) {
            world.sales(ForecastWorld.history(30, 10).replaceAll("(?m),\\d+$", "," + i));
            world.run("run-" + i);
            world.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(world.objects().keySet().stream().filter(key -> key.startsWith("forecast/groups/")))
                .isNotEmpty()
                .noneMatch(key -> key.contains("run-1") || key.contains("run-2"));
    }

    @Test
    void theChartIsWellFormedAndTellsItsFiguresInWords() throws Exception {
        world.sales(ForecastWorld.history(90, 1));
        world.run("run-1");
        JsonNode answer = world.get("/v1/forecasts/SKU-0/chart.svg", "SKU-0", "location=NORTH");
        assertThat(answer.at("/headers/Content-Type").asText()).isEqualTo("image/svg+xml");
        String svg = answer.path("body").asText();
        var document = javax.xml.parsers.DocumentBuilderFactory.newDefaultNSInstance()
                .newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new java.io.StringReader(svg)));
        assertThat(document.getDocumentElement().getNamespaceURI()).isEqualTo("http://www.w3.org/2000/svg");
        assertThat(document.getElementsByTagName("polygon").getLength()).isEqualTo(3);
        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("desc").item(0).getTextContent())
                .contains("2026-03-02: expected");
        assertThat(svg).doesNotContain("<script").doesNotContain("NaN");
    }

    @Test
    void aShopperMayNotReadForecasts() {
        var event = ForecastWorld.api("GET", "/v1/forecasts/A");
        event.putObject("pathParameters").put("sku", "A");
        event.withObject("/requestContext/authorizer/claims").put("cognito:groups", "");
        assertThat(ForecastWorld.call(new GetForecastHandler(world.book, world.files), event)
                        .path("statusCode")
                        .asInt())
                .isEqualTo(403);
    }
}
