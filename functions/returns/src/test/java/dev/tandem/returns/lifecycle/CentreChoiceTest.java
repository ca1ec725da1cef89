package dev.tandem.returns.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CentreChoiceTest {
    private static final Position HERE = new Position(50.0, 8.0);
    private static final List<String> WEAR = List.of("wear/shirts");

    private static Centre centre(String id, double longitude, int capacity, String... refurbishes) {
        return new Centre(id, id, new Position(50.0, longitude), capacity, List.of(refurbishes));
    }

    @Test
    void theNearestOfAlikeIsChosenUntilItIsCrowdedAndNeverWhenItIsFull() {
        List<Centre> centres = List.of(centre("NEAR", 8.1, 10, "wear"), centre("NEXT", 9.0, 10, "wear"));
        assertThat(CentreChoice.ranked(HERE, WEAR, centres, Map.of()).getFirst().centreId())
                .isEqualTo("NEAR");
        assertThat(CentreChoice.ranked(HERE, WEAR, centres, Map.of("NEAR", 9))
                        .getFirst()
                        .centreId())
                .isEqualTo("NEXT");
        assertThat(CentreChoice.ranked(HERE, WEAR, centres, Map.of("NEAR", 10, "NEXT", 10)))
                .isEmpty();
    }

    @Test
    void oneThatCanRefurbishIsWorthADetourButNotAnyDetour() {
        assertThat(CentreChoice.ranked(
                                HERE,
                                WEAR,
                                List.of(centre("NEAR", 8.1, 10, "shoes"), centre("ABLE", 11.0, 10, "wear")),
                                Map.of())
                        .getFirst()
                        .centreId())
                .isEqualTo("ABLE");
        assertThat(CentreChoice.ranked(
                                HERE,
                                WEAR,
                                List.of(centre("NEAR", 8.1, 10, "shoes"), centre("FAR", 16.0, 10, "wear")),
                                Map.of())
                        .getFirst()
                        .centreId())
                .isEqualTo("NEAR");
        assertThat(centre("X", 0, 1, "wear").canRefurbish("wearables/rings")).isFalse();
    }

    @Test
    void theBestIsNeverFullNorDearerThanAnother() {
        Random random = new Random(7);
        for (int run = 0; run < 300; run++) {
            List<Centre> centres = new ArrayList<>();
            Map<String, Integer> load = new java.util.HashMap<>();
            for (int i = 0; i < 6; i++) {
                int capacity = random.nextInt(5);
                centres.add(
                        centre("C" + i, random.nextDouble(0, 20), capacity, random.nextBoolean() ? "wear" : "shoes"));
                load.put("C" + i, random.nextInt(capacity + 1));
            }
            List<Centre> ranked = CentreChoice.ranked(HERE, WEAR, centres, load);
            assertThat(ranked).allMatch(each -> load.get(each.centreId()) < each.dailyCapacity());
            assertThat(ranked)
                    .isSortedAccordingTo((a, b) -> Double.compare(
                            CentreChoice.cost(HERE, WEAR, a, load.get(a.centreId())),
                            CentreChoice.cost(HERE, WEAR, b, load.get(b.centreId()))));
        }
    }
}
