package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.tandem.commons.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final String VIEW =
            "{'eventId':'e','sessionId':'s','consent':true,'at':'2026-03-02T08:59:00Z','kind':'view','sku':'A'}";

    private static EventReader.Reading read(String events) {
        return EventReader.read(Json.tree(events.replace('\'', '"')), NOW);
    }

    @Test
    void oneWrongEventRefusesNoOther() {
        EventReader.Reading reading = read("[" + VIEW + ",3," + VIEW.replace("view", "blink") + "," + VIEW + "]");
        assertThat(reading.events()).hasSize(2);
        assertThat(reading.refused())
                .extracting(EventReader.Refusal::index, EventReader.Refusal::code)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(1, "EVENT_INVALID"),
                        org.assertj.core.groups.Tuple.tuple(2, "KIND_UNKNOWN"));
    }

    @Test
    void anEventWithoutConsentIsOnlyCounted() {
        EventReader.Reading reading = read("[" + VIEW.replace("true", "false") + "]");
        assertThat(reading.events()).isEmpty();
        assertThat(reading.withoutConsent()).isEqualTo(1);
        assertThat(reading.refused()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'eventId':'e',|FIELD_MISSING|",
                "'sessionId':'s',|FIELD_MISSING|",
                "'consent':true,|FIELD_MISSING|",
                ",'sku':'A'|FIELD_MISSING|",
                "'consent':true|FIELD_INVALID|'consent':'yes'",
                "'sku':'A'|FIELD_INVALID|'sku':'../A'",
                "'sku':'A'|FIELD_INVALID|'sku':7",
                "'sku':'A'|FIELD_INVALID|'sku':null",
                "'sku':'A'|FIELD_UNKNOWN|'sku':'A','colour':'red'",
                "'sku':'A'|FIELD_INVALID|'sku':'A','quantity':0",
                "'sku':'A'|FIELD_INVALID|'sku':'A','dwellMs':1.5",
                "'sku':'A'|FIELD_INVALID|'sku':'A','scrollDepth':1.01",
                "'view'|FIELD_MISSING|'dwell'",
                "'view'|FIELD_MISSING|'click'",
                "'view'|FIELD_MISSING|'search'",
                "'view'|FIELD_MISSING|'scroll'",
                "'2026-03-02T08:59:00Z'|FIELD_INVALID|'yesterday'",
                "'2026-03-02T08:59:00Z'|FIELD_INVALID|17",
                "'2026-03-02T08:59:00Z'|AT_IN_FUTURE|'2026-03-02T09:06:00Z'",
                "'2026-03-02T08:59:00Z'|FIELD_INVALID|'1970-01-01T00:00:00Z'",
            })
    void whatIsWrongHasItsCode(String replace, String code, String with) {
        EventReader.Reading reading = read("[" + VIEW.replace(replace, with == null ? "" : with) + "]");
        assertThat(reading.refused()).extracting(EventReader.Refusal::code).containsExactly(code);
        assertThat(reading.events()).isEmpty();
    }

    @Test
    void hoursLateIsNoFault() {
        assertThat(read("[" + VIEW.replace("2026-03-02T08", "2026-02-27T08") + "]")
                        .events())
                .hasSize(1);
    }

    @Test
    void everyKindCanBeSaid() {
        ArrayNode events = Json.mapper().createArrayNode();
        for (Kind kind : Kind.values()) {
            events.addObject()
                    .put("eventId", "e-" + kind.wire())
                    .put("sessionId", "s")
                    .put("consent", true)
                    .put("at", "2026-03-02T08:59:00Z")
                    .put("kind", kind.wire())
                    .put("sku", "A")
                    .put("zone", "image")
                    .put("dwellMs", 10)
                    .put("query", "pram")
                    .put("scrollDepth", 0.5)
                    .put("placement", "home")
                    .put("recommendationId", "r-1");
        }
        EventReader.Reading reading = EventReader.read(events, NOW);
        assertThat(reading.refused()).isEmpty();
        List<BehaviourEvent> sent = Json.read(Json.write(new BehaviourBatch(reading.events())), BehaviourBatch.class)
                .events();
        assertThat(sent).isEqualTo(reading.events());
    }

    @Test
    void withoutConsentTheSessionWithdrawsUntilNowUnlessItAgreesAgain() {
        String refused = VIEW.replace("true", "false");
        assertThat(read("[" + VIEW + "]").withdrawn()).isEmpty();
        assertThat(read("[" + VIEW + "," + refused + "]").withdrawn()).isEqualTo(Map.of("s", NOW));
        EventReader.Reading again = read("[" + refused + "," + VIEW.replace("08:59", "09:01") + "]");
        assertThat(again.events()).hasSize(1);
        assertThat(again.withdrawn()).isEqualTo(Map.of("s", Instant.parse("2026-03-02T08:59:00Z")));
    }
}
