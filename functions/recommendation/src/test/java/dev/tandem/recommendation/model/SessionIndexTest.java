package dev.tandem.recommendation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.recommendation.model.Recommendation.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Small logs worked out by hand, and what holds for every log. */
class SessionIndexTest {
    /** Decays of 1, no prior, so that the figures of a case stay readable. */
    private static final Tuning PLAIN = new Tuning(10, 10, 4, 1, 1, 0.5, 1, 1, 0.25, 0, 10, 10, 1, 1, 0.5, 0, 1);

    private static final Blend LIKE = new Blend(1, 0, 0, 0, 0);
    private static final Blend TOGETHER = new Blend(0, 1, 0, 0, 0);
    private static final Blend RELATED = new Blend(0, 0, 1, 0, 0);
    private static final Blend SEEN = new Blend(0, 0, 0, 1, 0);

    private static Map<String, Double> scores(SessionIndex index, Blend blend, String... session) {
        return index.recommend(SessionQuery.of(List.of(session)).withBlend(blend)).stream()
                .collect(Collectors.toMap(Recommendation::item, Recommendation::score));
    }

    @Test
    void rulesAreSharesOfWhatIsSeenNearAnItemAndLookBackWithLessWeight() {
        SessionIndex index = SessionIndex.build(Logs.of("ab", "ab", "ac"), PLAIN);

        assertThat(scores(index, TOGETHER, "a").get("b")).isCloseTo(2.0 / 3, within(1e-6));
        assertThat(scores(index, TOGETHER, "a").get("c")).isCloseTo(1.0 / 3, within(1e-6));
        assertThat(scores(index, TOGETHER, "b")).containsOnlyKeys("a");

        SessionIndex both = SessionIndex.build(Logs.of("xay"), PLAIN);
        // After a comes y (1), before it x (0.5).
        assertThat(scores(both, TOGETHER, "a").get("y")).isCloseTo(1 / 1.5, within(1e-6));
        assertThat(scores(both, TOGETHER, "a").get("x")).isCloseTo(0.5 / 1.5, within(1e-6));
    }

    @Test
    void rulesOfOlderItemsCountLessAndInterestMovesThem() {
        SessionIndex index = SessionIndex.build(Logs.of("ab", "cd"), PLAIN);
        double older = Math.exp(-1);

        Map<String, Double> plain = scores(index, TOGETHER, "a", "c");
        assertThat(plain.get("d")).isCloseTo(1 / (1 + older), within(1e-6));
        assertThat(plain.get("b")).isCloseTo(older / (1 + older), within(1e-6));

        List<Recommendation> moved = index.recommend(SessionQuery.of(List.of("a", "c"))
                .withInterest(List.of(10.0, 1.0))
                .withBlend(TOGETHER));
        assertThat(moved.getFirst().item()).isEqualTo("b");
    }

    @Test
    void relatedItemsAreTwoRulesAway() {
        SessionIndex index = SessionIndex.build(Logs.of("ab", "ab", "ac"), PLAIN);

        // From b only a is one step away; from a it goes to b itself, which is left out, and to c.
        assertThat(scores(index, RELATED, "b")).containsOnlyKeys("c");
        Recommendation answer = index.recommend(SessionQuery.of(List.of("b")).withBlend(new Blend(0, 0, 1, 0, 0)))
                .getFirst();
        assertThat(answer.reason()).isEqualTo(new Recommendation.Part(Source.RELATED, "b", 1));
    }

    @Test
    void neighboursVoteByDistanceFromTheItemInCommon() {
        SessionIndex index = SessionIndex.build(Logs.of("xab", "ac"), PLAIN);
        // Similarity is 1 / sqrt(length); votes: 1/e a step after, 1/4 of that a step before, 1/4 for the item itself.
        double three = 1 / Math.sqrt(3);
        double two = 1 / Math.sqrt(2);
        double e = Math.exp(-1);
        double all = three * (0.25 * e + 0.25 + e) + two * (0.25 + e);

        Map<String, Double> scores = scores(index, LIKE, "a");
        assertThat(scores.get("c")).isCloseTo(two * e / all, within(1e-6));
        assertThat(scores.get("b")).isCloseTo(three * e / all, within(1e-6));
        assertThat(scores.get("x")).isCloseTo(three * 0.25 * e / all, within(1e-6));
    }

    @Test
    void recentSessionsAreCloserNeighbours() {
        InteractionLog log = InteractionLog.builder()
                .add("old", "a", 0)
                .add("old", "b", 1)
                .add("new", "a", 86_400)
                .add("new", "c", 86_401)
                .build();
        Map<String, Double> scores = scores(SessionIndex.build(log, PLAIN), LIKE, "a");
        assertThat(scores.get("b") / scores.get("c")).isCloseTo(Math.exp(-1), within(1e-5));
    }

    @Test
    void shoppersComeBackAsOftenAsTheyDidInTheLog() {
        // After two distinct items, one of two steps went back to the first one.
        SessionIndex index = SessionIndex.build(Logs.of("aba", "abc"), PLAIN);
        assertThat(scores(index, SEEN, "c", "b")).isEqualTo(Map.of("c", 0.5));
        assertThat(index.recommend(SessionQuery.of(List.of("c", "b")).withBlend(SEEN))
                        .getFirst()
                        .reason())
                .isEqualTo(new Recommendation.Part(Source.SEEN_BEFORE, "c", 1));
    }

    @Test
    void anUnknownShopperGetsWhatIsPopularNow() {
        SessionIndex index = SessionIndex.build(Logs.of("ab", "b", "bc", "c"));
        List<Recommendation> answer = index.recommend(SessionQuery.of(List.of("never seen")));

        assertThat(answer).extracting(Recommendation::item).containsExactly("b", "c", "a");
        assertThat(answer).extracting(one -> one.reason().source()).containsOnly(Source.POPULAR);
        assertThat(SessionIndex.build(InteractionLog.builder().build()).recommend(SessionQuery.of(List.of("a"))))
                .isEmpty();
    }

    @Test
    void keepsItsPromisesForEverySession() {
        for (long seed = 0; seed < 5; seed++) {
            SessionIndex index = SessionIndex.build(Logs.log(Logs.random(seed, 300)));
            Random random = new Random(seed);
            for (int round = 0; round < 200; round++) {
                List<String> session = random.ints(1 + random.nextInt(12), 0, 110)
                        .mapToObj(String::valueOf)
                        .toList();
                int limit = 1 + random.nextInt(40);
                SessionQuery query = SessionQuery.of(session).withLimit(limit);
                List<Recommendation> answer = index.recommend(query);

                assertThat(answer).hasSizeLessThanOrEqualTo(limit).isNotEmpty();
                assertThat(new HashSet<>(
                                answer.stream().map(Recommendation::item).toList()))
                        .hasSameSizeAs(answer);
                assertThat(answer).extracting(Recommendation::item).doesNotContain(session.getLast());
                for (int i = 1; i < answer.size(); i++) {
                    assertThat(answer.get(i).score())
                            .isLessThanOrEqualTo(answer.get(i - 1).score());
                }
                for (Recommendation one : answer) {
                    assertThat(one.score()).isPositive();
                    assertThat(one.parts().stream()
                                    .mapToDouble(Recommendation.Part::share)
                                    .sum())
                            .isCloseTo(1, within(1e-9));
                    for (Recommendation.Part part : one.parts()) {
                        if (part.source() == Source.POPULAR) {
                            assertThat(part.because()).isNull();
                        } else {
                            assertThat(session).contains(part.because());
                        }
                    }
                }
                assertThat(index.recommend(query)).isEqualTo(answer);
                assertThat(index.recommend(query.allowing(item -> item.endsWith("3"))))
                        .extracting(Recommendation::item)
                        .allMatch(item -> item.endsWith("3"));
            }
        }
    }

    @Test
    void answersDoNotDependOnTheOrderOfTheLogNorOnEarlierCalls() {
        List<Logs.Event> events = Logs.random(7, 300);
        SessionIndex one = SessionIndex.build(Logs.log(events));
        SessionIndex other = SessionIndex.build(Logs.log(Logs.shuffled(events, 1)));
        assertThat(other.toFile().toBytes()).isEqualTo(one.toFile().toBytes());

        for (int i = 0; i < 100; i++) {
            List<String> session =
                    List.of(String.valueOf(i), String.valueOf((i * 7) % 100), String.valueOf((i * 3) % 100));
            Function<SessionIndex, List<Recommendation>> ask = index -> index.recommend(SessionQuery.of(session));
            assertThat(ask.apply(one)).isEqualTo(ask.apply(SessionIndex.build(Logs.log(events))));
        }
    }

    @Test
    void theCurrentItemScoresOnlyAsOneToComeBackTo() {
        SessionIndex index = SessionIndex.build(Logs.of("ab", "aab", "aac"), PLAIN);
        List<Recommendation> answer =
                index.recommend(SessionQuery.of(List.of("a")).withCurrentItem());
        Recommendation current = answer.stream()
                .filter(one -> one.item().equals("a"))
                .findFirst()
                .orElseThrow();
        // Of five steps from the first item two stayed on it.
        assertThat(current.score()).isCloseTo(Blend.DEFAULT.seenBefore() * 2 / 5, within(1e-6));
        assertThat(current.parts()).hasSize(1);
    }

    @Test
    void refusesImpossibleQueries() {
        SessionQuery query = SessionQuery.of(List.of("a"));
        assertThatThrownBy(() -> query.withLimit(0)).hasMessageContaining("limit");
        assertThatThrownBy(() -> query.withLimit(201)).hasMessageContaining("limit");
        assertThatThrownBy(() -> query.withInterest(List.of(1.0, 2.0))).hasMessageContaining("interest");
        assertThatThrownBy(() -> query.withInterest(List.of(Double.NaN))).hasMessageContaining("interest");
        assertThatThrownBy(() -> new Blend(1, -1, 0, 0, 0)).hasMessageContaining("-1");
    }
}
