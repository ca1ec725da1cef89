package dev.tandem.recommendation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogAndPopularityTest {
    @Test
    void numbersItemsInTheOrderOfTheirNumbers() {
        ItemIds items = ItemIds.of(List.of("10", "9", "100", "9"));
        assertThat(items.size()).isEqualTo(3);
        assertThat(List.of(items.id(0), items.id(1), items.id(2))).containsExactly("9", "10", "100");
        assertThat(items.indexOf("100")).isEqualTo(2);
        assertThat(items.indexOf("11")).isEqualTo(-1);
    }

    @Test
    void ordersEventsByTimeAndSessionsByTheirEnd() {
        InteractionLog log = InteractionLog.builder()
                .add("late", "b", 20)
                .add("early", "c", 5)
                .add("late", "a", 10)
                .build();
        assertThat(log.events()).isEqualTo(3);
        assertThat(log.sessions()[0]).containsExactly(log.items().indexOf("c"));
        assertThat(log.sessions()[1])
                .containsExactly(log.items().indexOf("a"), log.items().indexOf("b"));
        assertThat(log.ends()).containsExactly(5, 20);
    }

    @Test
    void putsSessionsInTheOrderOfTheirEnds() {
        InteractionLog log = new InteractionLog(
                ItemIds.of(List.of("a", "b", "c")), new int[][] {{2}, {1}, {0}}, new double[] {30, 10, 20});
        assertThat(log.ends()).containsExactly(10, 20, 30);
        assertThat(log.sessions()).isDeepEqualTo(new int[][] {{1}, {0}, {2}});
    }

    @Test
    void popularityCountsAllAndTheTrendForgets() {
        double later = 86_400 * Popularity.LONG_HALF_LIFE_DAYS;
        InteractionLog log = InteractionLog.builder()
                .add("1", "a", 0)
                .add("2", "a", 0)
                .add("3", "a", 0)
                .add("4", "b", later)
                .add("5", "b", later)
                .build();
        Popularity popularity = Popularity.of(log);

        assertThat(popularity.counts()).containsExactly(3, 2);
        // Three looks of half weight against two of full weight; today there are only the two.
        assertThat(popularity.trending()).containsExactly(1, 0);
        assertThat(popularity.trendShares()[0]).isCloseTo((2 / 3.5f + 1) / 2, within(1e-6f));
        assertThat(popularity.trendShares()[1]).isCloseTo(1.5f / 3.5f / 2, within(1e-6f));
    }

    @Test
    void whatIsAskedForBeyondChanceRisesAndWhatIsSteadyDoesNot() {
        InteractionLog.Builder builder = InteractionLog.builder();
        int session = 0;
        for (int day = 0; day < 40; day++) {
            for (int i = 0; i < 50; i++) {
                builder.add("s" + session++, "steady-" + i % 10, 86_400.0 * day + i);
            }
        }
        for (int i = 0; i < 20; i++) {
            builder.add("s" + session++, "rising", 86_400.0 * 39 + 100 + i);
        }
        builder.add("s" + session, "seen-once", 86_400.0 * 39 + 200);
        InteractionLog log = builder.build();
        Popularity popularity = Popularity.of(log);

        assertThat(popularity.rising()).containsExactly(log.items().indexOf("rising"));
        assertThat(popularity.isRising(log.items().indexOf("steady-3"))).isFalse();
        assertThat(popularity.isRising(-1)).isFalse();
    }
}
