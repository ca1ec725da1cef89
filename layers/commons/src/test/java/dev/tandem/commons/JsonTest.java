package dev.tandem.commons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    enum Band {
        IN,
        OUT
    }

    record Line(
            String sku,
            int quantity,
            Band band,
            Instant at,
            @Nullable String note) {}

    private static final String GOOD = "{\"sku\":\"A\",\"quantity\":2,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}";

    @Test
    void readsARecord() {
        Line line = Json.read(GOOD, Line.class);
        assertThat(line.quantity()).isEqualTo(2);
        assertThat(line.at()).isEqualTo("2026-01-02T03:04:05Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"sku\":\"A\",\"quantity\":null,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":\"2\",\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":2.5,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":2,\"band\":\"ELSEWHERE\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":2,\"band\":0,\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":2,\"band\":\"IN\",\"at\":\"yesterday\"}",
                "{\"sku\":\"A\",\"quantity\":2,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\",\"colour\":\"red\"}",
                "{\"sku\":\"A\",\"sku\":\"B\",\"quantity\":2,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\",\"quantity\":99999999999,\"band\":\"IN\",\"at\":\"2026-01-02T03:04:05Z\"}",
                "{\"sku\":\"A\"} x",
                "not json"
            })
    void refusesWhatALenientReaderWouldBend(String json) {
        assertThatThrownBy(() -> Json.read(json, Line.class)).isInstanceOf(UncheckedIOException.class);
    }

    @Test
    void writesTimesAsTextAndLeavesAbsentValuesOut() {
        assertThat(Json.write(new Line("A", 1, Band.OUT, Instant.EPOCH, null)))
                .isEqualTo("{\"sku\":\"A\",\"quantity\":1,\"band\":\"OUT\",\"at\":\"1970-01-01T00:00:00Z\"}");
        assertThat(Json.write(Duration.ofMinutes(90))).isEqualTo("\"PT1H30M\"");
    }

    @Test
    void refusesBottomlessNesting() {
        assertThatThrownBy(() -> Json.tree("[".repeat(100_000))).isInstanceOf(UncheckedIOException.class);
    }
}
