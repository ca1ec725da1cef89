package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.TrackRecord;
import dev.tandem.forecast.refresh.ForecastFile;
import dev.tandem.forecast.refresh.Publication;
import dev.tandem.forecast.refresh.Reconciled;
import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesKey;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** What is published adds up, from locations to the total, and a refresh does not hang on it. */
class AggregateJourneyTest {
    private static final int SKUS = 12;
    private static final List<String> LOCATIONS = List.of("LYON", "NICE", "BONN");

    private final ForecastWorld world = new ForecastWorld();

    private static String location(int place) {
        return LOCATIONS.get(place);
    }

    /** Sales that the sum sees better than the series: every one is sold on some days only. */
    private static String sales(int days, int raised) {
        StringBuilder csv = new StringBuilder("sku,location,date,quantity,region,category\n");
        LocalDate last = LocalDate.parse("2026-03-01");
        for (int sku = 0; sku < SKUS; sku++) {
            for (int day = 0; day < days; day++) {
                for (int place = 0; place < LOCATIONS.size(); place++) {
                    if ((day * 7 + sku * 3 + place) % 5 == 0) {
                        csv.append("SKU-%d,%s,%s,%d,%s,%s%n"
                                .formatted(
                                        sku,
                                        location(place),
                                        last.minusDays(day),
                                        raised + (day + sku) % 4,
                                        place < 2 ? "FR" : "DE",
                                        sku % 2 == 0 ? "Toys" : sku % 3 == 0 ? "" : "Home"));
                    }
                }
            }
        }
        for (int day = 0; day < days; day += 2) {
            csv.append("SKU-ALONE,LYON,%s,5,FR,Toys%n".formatted(last.minusDays(day)));
        }
        return csv.toString();
    }

    private double mean(String sku, String location, int step) {
        return ForecastWorld.body(world.forecast(sku, location.isEmpty() ? "" : "location=" + location))
                .at("/steps/" + step + "/mean")
                .asDouble();
    }

    private JsonNode sum(String query) {
        return ForecastWorld.body(world.aggregate(query));
    }

    private void addsUp() {
        for (int step = 0; step < 13; step += 4) {
            double toys = mean("SKU-ALONE", "LYON", step) + mean("SKU-NEXT", "LYON", step);
            double france = toys;
            double total = toys;
            for (int sku = 0; sku < SKUS; sku++) {
                double all = 0;
                for (int place = 0; place < LOCATIONS.size(); place++) {
                    double units = mean("SKU-" + sku, location(place), step);
                    all += units;
                    toys += sku % 2 == 0 ? units : 0;
                    france += place < 2 ? units : 0;
                }
                assertThat(mean("SKU-" + sku, "", step)).isCloseTo(all, Offset.offset(0.02));
                total += all;
            }
            String mean = "/steps/" + step + "/mean";
            Offset<Double> rounding = Offset.offset(0.05);
            assertThat(sum("level=category&key=Toys").at(mean).asDouble()).isCloseTo(toys, rounding);
            assertThat(sum("level=region&key=FR").at(mean).asDouble()).isCloseTo(france, rounding);
            assertThat(sum("level=total").at(mean).asDouble()).isCloseTo(total, rounding);
        }
    }

    @Test
    void whatIsPublishedAddsUpFromLocationsToTheTotal() {
        world.sales(sales(150, 1));
        world.facts("demand-products", "sku,category,locations,launchOn\nSKU-NEXT,Toys,LYON,2026-03-02\n");
        world.run("run-1");

        assertThat(mean("SKU-NEXT", "LYON", 0)).as("not sold yet").isPositive();
        addsUp();
        JsonNode toys = sum("level=category&key=Toys&horizon=2");
        assertThat(toys.path("reconciled").asBoolean()).isTrue();
        assertThat(toys.path("series").asInt()).isEqualTo(20);
        assertThat(toys.path("asOf").asText()).isEqualTo("2026-03-01");
        assertThat(toys.path("steps")).hasSize(2);
        assertThat(toys.at("/steps/0/from").asText()).isEqualTo("2026-03-02");
        assertThat(toys.path("keys").toString()).isEqualTo("[\"(none)\",\"Home\",\"Toys\"]");
        assertThat(sum("level=category&key=(none)").path("series").asInt()).isEqualTo(6);
        assertThat(sum("").path("level").asText()).isEqualTo("total");
        assertThat(world.aggregate("level=category&key=Cars").path("statusCode").asInt())
                .isEqualTo(404);
        assertThat(world.aggregate("level=category").path("statusCode").asInt()).isEqualTo(400);
        assertThat(world.aggregate("level=sku").path("statusCode").asInt()).isEqualTo(400);
        assertThat(ForecastWorld.body(world.forecast("SKU-0", "location=LYON"))
                        .path("reconciled")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void itAddsUpAgainWhenSomeGroupsAreRefreshedAndReplacedFilesGo() {
        world.sales(sales(150, 1));
        world.run("run-1");
        for (int run = 2; run < 5; run++) {
            world.clock.advance(Duration.ofMinutes(15));
            world.sales("sku,location,date,quantity\nSKU-3,LYON,2026-03-01," + 50 * run + "\n");
            world.run("run-" + run);
            addsUp();
        }
        assertThat(world.objects().keySet())
                .filteredOn(key -> key.startsWith("forecast/aggregates/"))
                .containsExactlyInAnyOrder("forecast/aggregates/run-3", "forecast/aggregates/run-4");
        assertThat(world.objects().keySet())
                .filteredOn(key -> key.endsWith("/run-2/sums"))
                .isEmpty();
    }

    @Test
    void whatWasForecastIsRememberedEveryFourWeeksFromVersionToVersion() {
        world.sales(sales(150, 1));
        world.run("run-1");
        assertThat(record("run-1").past()).hasSize(1);
        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity\nSKU-3,LYON,2026-03-01,50\n");
        world.run("run-2");
        assertThat(record("run-2")).usingRecursiveComparison().isEqualTo(record("run-1"));
        world.clock.advance(Duration.ofDays(28));
        world.sales(sales(28, 1).replace("2026-02", "2026-03").replace("2026-03-01", "2026-03-29"));
        world.run("run-3");
        assertThat(record("run-3").past()).hasSize(2);
        addsUp();
    }

    private TrackRecord record(String run) {
        return Aggregates.read(world.objects().get("forecast/aggregates/" + run))
                .record();
    }

    @Test
    void aRefreshIsPublishedWithoutItAndSaysSo() {
        world.sales(sales(150, 1));
        world.run("run-1");
        double before = sum("").at("/steps/0/mean").asDouble();
        world.clock.advance(Duration.ofMinutes(15));
        world.sales(sales(150, 9));
        JsonNode plan = world.plan("run-2");
        world.refresh("run-2", world.items(plan));
        assertThat(world.publish("run-2", "Not reconciled: Lambda.Timeout")
                        .path("status")
                        .asText())
                .isEqualTo("PUBLISHED");

        assertThat(world.progress("run-2").path("note").asText()).contains("Not reconciled: Lambda.Timeout");
        assertThat(sum("").path("reconciled").asBoolean()).isFalse();
        assertThat(sum("").at("/steps/0/mean").asDouble()).isEqualTo(before);
        assertThat(mean("SKU-0", "LYON", 0)).isGreaterThan(4);

        world.clock.advance(Duration.ofHours(25));
        world.run("run-3");
        assertThat(sum("").path("reconciled").asBoolean()).isTrue();
        addsUp();
    }

    @Test
    void groupsThatCouldNotBeRefreshedAreStillCounted() {
        world.sales(sales(150, 2));
        world.run("run-1");
        double before = sum("").at("/steps/0/mean").asDouble();
        world.clock.advance(Duration.ofDays(3));
        world.sales(sales(150, 2).replace("2026-03-01", "2026-03-04"));
        List<Integer> groups = world.items(world.plan("run-2"));
        world.refresh("run-2", groups.subList(2, groups.size()));
        world.reconcile("run-2");
        world.publish("run-2");

        JsonNode total = sum("");
        assertThat(total.path("asOf").asText()).isEqualTo("2026-03-04");
        assertThat(total.path("series").asInt()).isEqualTo(37);
        assertThat(total.at("/steps/0/mean").asDouble()).isBetween(before * 0.7, before * 1.3);
    }

    @Test
    void aRunThatIsTakenUpReconcilesOnceMoreAndGivesTheSame() {
        world.sales(sales(150, 1));
        JsonNode plan = world.plan("run-1");
        world.refresh("run-1", world.items(plan));
        world.reconcile("run-1");
        byte[] first = world.objects().get("forecast/aggregates/run-1");
        world.clock.advance(Duration.ofMinutes(6));
        JsonNode taken = world.plan("run-2");
        assertThat(taken.path("plan").asText()).isEqualTo("run-1");
        world.reconcile("run-1");
        world.publish("run-1");
        assertThat(world.objects().get("forecast/aggregates/run-1")).isEqualTo(first);
        addsUp();
        assertThat(world.reconcile("run-1-was-never").path("note").asText()).isNotEmpty();
    }

    @Test
    void forecastsFromBeforeThereWereSumsAreLeftAlone() {
        world.sales(sales(150, 1));
        world.run("run-1");
        world.objects().keySet().removeIf(key -> key.endsWith("/sums") || key.startsWith("forecast/aggregates/"));
        // As the version before wrote them: sums and aggregates are not there, and the manifest does not speak of them.
        world.objects()
                .computeIfPresent(
                        "forecast/manifests/run-1.json",
                        (key, json) -> new String(json, StandardCharsets.UTF_8)
                                .replace(",\"aggregates\":\"run-1\"", "")
                                .getBytes(StandardCharsets.UTF_8));
        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity\nSKU-3,LYON,2026-03-01,5\n");
        JsonNode plan = world.plan("run-2");
        world.refresh("run-2", world.items(plan));
        assertThat(world.reconcile("run-2").path("note").asText()).contains("before there were sums");
        world.publish("run-2");
        assertThat(world.aggregate("").path("statusCode").asInt()).isEqualTo(404);
        assertThat(ForecastWorld.body(world.forecast("SKU-0", ""))
                        .path("reconciled")
                        .asBoolean())
                .isFalse();
    }

    @Test
    void aShopperMayNotReadSums() {
        var event = ForecastWorld.api("GET", "/v1/forecast-aggregates");
        event.putObject("queryStringParameters");
        event.withObject("/requestContext/authorizer/claims").put("cognito:groups", "");
        assertThat(ForecastWorld.call(new GetForecastAggregateHandler(world.book, world.files), event)
                        .path("statusCode")
                        .asInt())
                .isEqualTo(403);
    }

    /** What a message for planning leads to. */
    private SortedMap<SeriesKey, SeriesForecast> told(Publication.ChangedGroup message) {
        var group = ForecastFile.read(world.files.read(message.key()).orElseThrow());
        Aggregates sums = message.sums().isEmpty()
                ? Aggregates.NONE
                : Aggregates.read(world.files.read(message.sums()).orElseThrow());
        SortedMap<SeriesKey, SeriesForecast> told = new TreeMap<>();
        group.keySet().forEach(key -> told.put(key, Objects.requireNonNull(Reconciled.forecast(key, group, sums))));
        return told;
    }

    @Test
    void planningIsToldWhatReadersAreTold() {
        world.sales(sales(150, 1));
        world.run("run-1");
        int series = 0;
        for (Publication.ChangedGroup message : world.changedGroups()) {
            for (var entry : told(message).entrySet()) {
                SeriesKey key = entry.getKey();
                assertThat((double) entry.getValue().weeks().mean()[3])
                        .as(key.toString())
                        .isCloseTo(mean(key.sku(), key.location(), 3), Offset.offset(0.01));
                series++;
            }
        }
        assertThat(series).isEqualTo(SKUS * 4 + 2);
        assertThat(world.announced).as("all groups are new").noneMatch(Publication.ChangedSums.class::isInstance);
    }

    @Test
    void planningIsToldWhenFactorsAloneHaveMovedForecasts() {
        world.sales(sales(150, 1));
        world.run("run-1");
        world.announced.clear();
        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity,region,category\nSKU-0,LYON,2026-03-01,900,FR,Toys\n");
        world.run("run-2");
        assertThat(world.changedGroups()).hasSize(1);
        assertThat(world.announced.getLast()).isInstanceOfSatisfying(Publication.ChangedSums.class, sums -> {
            assertThat(sums.version()).isEqualTo("run-2");
            assertThat(sums.asOf()).isEqualTo("2026-03-01");
            assertThat(sums.series() + world.changedGroups().getFirst().series())
                    .isEqualTo(SKUS * 3 + 1);
            assertThat(sums.sums())
                    .isEqualTo(world.changedGroups().getFirst().sums())
                    .isNotEmpty();
        });
        told(world.changedGroups().getFirst())
                .forEach((key, forecast) -> assertThat((double) forecast.weeks().mean()[0])
                        .isCloseTo(mean(key.sku(), key.location(), 0), Offset.offset(0.01)));
    }

    @Test
    void planningIsToldOfNoFactorsWhereThereAreNone() {
        world.sales(sales(150, 1));
        JsonNode plan = world.plan("run-1");
        world.refresh("run-1", world.items(plan));
        world.publish("run-1", "not reconciled");
        assertThat(world.announced)
                .allSatisfy(message -> assertThat(message)
                        .isInstanceOfSatisfying(
                                Publication.ChangedGroup.class,
                                group -> assertThat(group.sums()).isEmpty()));
    }
}
