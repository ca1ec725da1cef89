package dev.tandem.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.forecast.refresh.ShopPool;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the series of a shop teach each other, from dropped sales to published forecasts. */
class PoolJourneyTest {
    private static final int SKUS = 80;

    private final ForecastWorld world = new ForecastWorld();

    private String model(String sku) {
        return ForecastWorld.body(world.forecast(sku, "location=NORTH"))
                .path("model")
                .asText();
    }

    private String oneMoreDay() {
        world.clock.advance(Duration.ofHours(24));
        String today =
                world.clock.instant().minus(Duration.ofHours(24)).toString().substring(0, 10);
        StringBuilder csv = new StringBuilder("sku,location,date,quantity\n");
        for (int sku = 0; sku < SKUS; sku++) {
            csv.append("SKU-").append(sku).append(",NORTH,").append(today).append(",5\n");
        }
        return csv.toString();
    }

    @Test
    void aPoolIsLearntOnceADayAndForecastsComeFromIt() {
        world.sales(ForecastWorld.history(120, SKUS));
        JsonNode first = world.plan("run-1");
        assertThat(first.path("learns").asBoolean()).isTrue();
        assertThat(world.learn(first)).isEqualTo(2 * SKUS);
        assertThat(world.learn(first)).as("the same step again").isZero();
        world.refresh("run-1", world.items(first));
        world.publish("run-1");
        assertThat(model("SKU-3")).startsWith("pooled regression");
        JsonNode drivers =
                ForecastWorld.body(world.forecast("SKU-3", "location=NORTH")).path("drivers");
        assertThat(drivers.findValuesAsText("name")).containsExactly("level", "season");

        world.clock.advance(Duration.ofMinutes(15));
        world.sales("sku,location,date,quantity\nSKU-7,NORTH,2026-03-01,40\n");
        assertThat(world.plan("run-2").path("learns").asBoolean()).isFalse();
        world.run("run-2");
        assertThat(model("SKU-7")).startsWith("pooled regression");

        world.sales(oneMoreDay());
        assertThat(world.plan("run-3").path("learns").asBoolean()).isTrue();
        world.run("run-3");
        world.sales(oneMoreDay());
        world.run("run-4");
        assertThat(world.objects().keySet().stream().filter(key -> key.startsWith("forecast/pools/")))
                .as("the last one, and the one that readers of the version before may still want")
                .containsExactlyInAnyOrder("forecast/pools/run-3.json", "forecast/pools/run-4.json");
    }

    @Test
    void aRunThatIsTakenUpUsesTheSamePool() {
        world.sales(ForecastWorld.history(120, SKUS));
        JsonNode plan = world.plan("run-1");
        world.learn(plan);
        List<Integer> groups = world.items(plan);
        world.refresh("run-1", groups.subList(0, 5));
        world.clock.advance(Duration.ofMinutes(6));
        JsonNode taken = world.plan("run-2");
        assertThat(taken.path("plan").asText()).isEqualTo("run-1");
        assertThat(taken.path("learns").asBoolean()).isFalse();
        world.refresh("run-1", groups);
        world.publish("run-1");
        for (int sku = 0; sku < SKUS; sku++) {
            assertThat(model("SKU-" + sku)).startsWith("pooled regression");
        }
    }

    @Test
    void aRunThatCouldNotLearnGoesOnWithWhatWasLearntLast() {
        world.sales(ForecastWorld.history(120, SKUS));
        JsonNode plan = world.plan("run-1");
        List<Integer> groups = world.items(plan);
        world.files.beforeWrite = key -> {
            if (key.startsWith("forecast/pools/")) {
                throw new IllegalStateException("no room");
            }
        };
        assertThatThrownBy(() -> world.learn(plan)).hasMessageContaining("no room");
        world.files.beforeWrite = key -> {};
        world.refresh("run-1", groups.subList(0, 3));
        world.clock.advance(Duration.ofMinutes(6));
        assertThat(world.plan("run-2").path("learns").asBoolean())
                .as("half a run with a pool and half without would be two versions")
                .isFalse();
        world.refresh("run-1", groups);
        world.publish("run-1", "No demand pool was learnt");
        assertThat(world.progress("run-1").path("note").asText()).isEqualTo("No demand pool was learnt");
        assertThat(model("SKU-3")).doesNotContain("pooled");

        world.sales("sku,location,date,quantity\nSKU-7,NORTH,2026-03-01,40\n");
        assertThat(world.plan("run-3").path("learns").asBoolean())
                .as("the next run makes up for it")
                .isTrue();
        world.run("run-3");
        assertThat(model("SKU-7")).startsWith("pooled regression");
    }

    @Test
    void theSameRunGivesTheSameBytes() {
        TreeMap<String, byte[]> first = bytes(new ForecastWorld());
        TreeMap<String, byte[]> second = bytes(new ForecastWorld());
        assertThat(second.keySet()).isEqualTo(first.keySet());
        first.forEach((key, content) -> assertThat(second.get(key)).as(key).isEqualTo(content));
    }

    private static TreeMap<String, byte[]> bytes(ForecastWorld world) {
        world.sales(ForecastWorld.history(120, SKUS));
        world.run("run-1");
        TreeMap<String, byte[]> made = new TreeMap<>();
        world.objects().forEach((key, content) -> {
            if (key.startsWith("forecast/pools/") || key.startsWith("forecast/groups/")) {
                made.put(key, content);
            }
        });
        return made;
    }

    @Test
    void aPoolReadsBackAsItWasWritten() {
        world.sales(ForecastWorld.history(120, SKUS).replaceAll("(?m)^.*,2026-01-(0[5-9]|10|11),.*\n", ""));
        world.run("run-1");
        byte[] written = world.objects().get("forecast/pools/run-1.json");
        ShopPool pool = ShopPool.read(written);
        assertThat(pool.demand().closed().periods()).isNotEmpty();
        assertThat(new String(written, java.nio.charset.StandardCharsets.UTF_8)).contains("NaN");
        assertThat(Json.writeBytes(pool)).isEqualTo(written);
    }

    @Test
    void aSmallShopIsForecastFromEachSeriesOwnHistory() {
        world.sales(ForecastWorld.history(120, 3));
        world.run("run-1");
        assertThat(model("SKU-0")).doesNotContain("pooled");
    }
}
