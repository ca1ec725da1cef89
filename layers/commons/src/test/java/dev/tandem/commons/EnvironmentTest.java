package dev.tandem.commons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
    @Test
    void namesTheVariableThatIsMissing() {
        Environment environment = Environment.of(Map.of("STOCK_TABLE", "stock", "BLANK", " "));
        assertThat(environment.require("STOCK_TABLE")).isEqualTo("stock");
        assertThatThrownBy(() -> environment.require("BLANK")).hasMessageContaining("BLANK");
        assertThatThrownBy(() -> environment.require("QUEUE_URL")).hasMessageContaining("QUEUE_URL");
    }
}
