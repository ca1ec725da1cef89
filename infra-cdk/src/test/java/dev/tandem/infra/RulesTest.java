package dev.tandem.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** cdk-nag's packs, whose reports name every rule on every resource. */
class RulesTest {
    private final Synthesised synthesised = Synthesised.get();

    @Test
    void noRuleIsBrokenWithoutAReason() throws IOException {
        for (String report : Nag.REPORTS) {
            JsonNode lines = new ObjectMapper()
                    .readTree(synthesised.assembly().resolve(report).toFile())
                    .path("lines");
            assertThat(lines.size()).as(report).isGreaterThan(50);
            for (JsonNode line : lines) {
                assertThat(line.path("compliance").asText()).as(line.toString()).isIn("Compliant", "Suppressed");
                if (line.path("compliance").asText().equals("Suppressed")) {
                    assertThat(line.path("exceptionReason").asText())
                            .as(line.toString())
                            .hasSizeGreaterThan(20);
                }
            }
        }
    }
}
