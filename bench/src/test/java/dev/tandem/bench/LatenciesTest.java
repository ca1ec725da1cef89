package dev.tandem.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentilesAreOfNearestRank() {
        Latencies latencies = new Latencies();
        for (int i = 2000; i >= 1; i--) {
            latencies.add(i * 1000L);
        }
        assertThat(latencies.count()).isEqualTo(2000);
        assertThat(latencies.percentileMicros(0.5)).isEqualTo(1000);
        assertThat(latencies.percentileMicros(0.99)).isEqualTo(1980);
        assertThat(latencies.percentileMicros(1)).isEqualTo(2000);
        assertThat(latencies.percentileMicros(0)).isEqualTo(1);
    }

    @Test
    void nothingMeasuredIsNotZero() {
        assertThatThrownBy(() -> new Latencies().percentileMicros(0.5)).isInstanceOf(IllegalStateException.class);
    }
}
