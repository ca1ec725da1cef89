package dev.tandem.returns.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.returns.policy.Reason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ReturnInsightsTest {
    private static ReturnInsights.Counts counts(int tooSmall, int other) {
        Map<Reason, Integer> reasons = new EnumMap<>(Reason.class);
        reasons.put(Reason.TOO_SMALL, tooSmall);
        reasons.put(Reason.NOT_LIKED, other);
        return new ReturnInsights.Counts("wear/shirts", reasons, Map.of(), Map.of());
    }

    @Test
    void fishersTestGivesTheTextbookFigures() {
        // The lady tasting tea: 3 or more of 4, and all four.
        assertThat(FisherTest.greater(3, 4, 1, 4)).isCloseTo(17.0 / 70, within(1e-9));
        assertThat(FisherTest.greater(4, 4, 0, 4)).isCloseTo(1.0 / 70, within(1e-9));
        assertThat(FisherTest.greater(0, 10, 5, 10)).isCloseTo(1, within(1e-9));
        assertThat(FisherTest.greater(60, 100, 3000, 10000)).isBetween(1e-11, 1e-8);
    }

    @Test
    void aShirtThatRunsSmallIsToldAndAFewReturnsAreNot() {
        Map<String, ReturnInsights.Counts> counts = new TreeMap<>();
        for (int i = 0; i < 20; i++) {
            counts.put("ORDINARY-" + i, counts(8, 32));
        }
        counts.put("SMALL", counts(30, 10));
        counts.put("FEW", counts(4, 0));
        Map<String, ReturnInsights> insights = ReturnInsights.of(counts);
        assertThat(insights.get("SMALL").signals()).singleElement().satisfies(signal -> {
            assertThat(signal.pattern()).isEqualTo(ReturnInsights.Pattern.RUNS_SMALL);
            assertThat(signal.share()).isEqualTo(0.75);
        });
        assertThat(insights.values())
                .filteredOn(each -> !each.signals().isEmpty())
                .hasSize(1);
    }

    @Test
    void whereAllAreAlikeHardlyAnyRunTellsAnything() {
        Random random = new Random(3);
        int runsWithSignal = 0;
        for (int run = 0; run < 200; run++) {
            Map<String, ReturnInsights.Counts> counts = new TreeMap<>();
            for (int sku = 0; sku < 40; sku++) {
                int pieces = 8 + random.nextInt(60);
                int small = 0;
                for (int i = 0; i < pieces; i++) {
                    small += random.nextInt(4) == 0 ? 1 : 0;
                }
                counts.put("SKU-" + sku, counts(small, pieces - small));
            }
            runsWithSignal += ReturnInsights.of(counts).values().stream()
                            .anyMatch(each -> !each.signals().isEmpty())
                    ? 1
                    : 0;
        }
        assertThat(runsWithSignal).isLessThanOrEqualTo(15);
    }
}
