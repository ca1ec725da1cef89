package dev.tandem.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DemoShopTest {
    @Test
    void isTheSameShopAtEveryStart() {
        assertThat(DemoShop.stockFile()).isEqualTo(DemoShop.stockFile());
        assertThat(DemoShop.skus()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void everySkuIsAProductWithANameOfItsOwn() {
        List<String[]> rows = Arrays.stream(new String(DemoShop.productsFile(), StandardCharsets.UTF_8).split("\n"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(rows).allMatch(row -> row.length == 9 && row[5].matches("\\d+\\.\\d\\d"));
        assertThat(rows.stream().map(row -> row[0])).containsExactlyElementsOf(DemoShop.skus());
        assertThat(rows.stream().map(row -> row[1])).doesNotHaveDuplicates();
        assertThat(rows.getFirst()[1]).isEqualTo("Pram Kiesel");
    }

    @Test
    void hasTwelveStoresAndThreeWarehousesWithinTheRegion() throws Exception {
        int stores = 0;
        int warehouses = 0;
        for (String line : new String(DemoShop.locationsFile(), StandardCharsets.UTF_8).split("\n")) {
            JsonNode location = new ObjectMapper().readTree(line);
            assertThat(location.path("lat").asDouble()).isBetween(49.8, 50.6);
            assertThat(location.path("lon").asDouble()).isBetween(8.2, 9.2);
            assertThat(location.path("openingHours").has("sunday")).isFalse();
            if (location.path("kind").asText().equals("STORE")) {
                stores++;
            } else {
                warehouses++;
            }
        }
        assertThat(stores).isEqualTo(12);
        assertThat(warehouses).isEqualTo(3);
    }

    @Test
    void everyPositionIsNamedOnceAndEveryWarehouseCarriesTheRange() {
        List<String[]> rows = Arrays.stream(new String(DemoShop.stockFile(), StandardCharsets.UTF_8).split("\n"))
                .skip(1)
                .map(line -> line.split(",", -1))
                .toList();
        Set<String> positions = new HashSet<>();
        for (String[] row : rows) {
            assertThat(row).hasSize(12);
            assertThat(positions.add(row[2] + "/" + row[3]))
                    .as(row[2] + "/" + row[3])
                    .isTrue();
            assertThat(Integer.parseInt(row[4])).isGreaterThanOrEqualTo(0);
        }
        assertThat(positions.stream().filter(p -> p.startsWith("WH-GERAU/"))).hasSize(300);
    }
}
