package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SessionStateTest {
    private static BehaviourEvent random(Random random, int ids) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        return Visits.event(
                "e" + random.nextInt(ids),
                "s",
                Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(50) * 1000L),
                kind,
                "I" + random.nextInt(12),
                kind == Kind.DWELL ? (long) random.nextInt(60_000) : null,
                kind == Kind.CLICK ? "reviews" : null);
    }

    /** Also with ids that are used again for something else, and with more events than the state has room for. */
    @RepeatedTest(60)
    void theStateIsTheSameWhateverTheOrderTheCallsAndTheRepeats(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        List<BehaviourEvent> events = new ArrayList<>();
        int ids = repetition.getCurrentRepetition() % 2 == 0 ? 1000 : 60;
        for (int i = 0; i < 20 * repetition.getCurrentRepetition(); i++) {
            events.add(random(random, ids));
        }
        SessionState expected = SessionState.of(events);
        for (int round = 0; round < 20; round++) {
            List<BehaviourEvent> delivered = new ArrayList<>(events);
            for (int i = 0; i < events.size() / 3; i++) {
                delivered.add(events.get(random.nextInt(events.size())));
            }
            Collections.shuffle(delivered, random);
            SessionState state = SessionState.EMPTY;
            for (int from = 0; from < delivered.size(); ) {
                int to = Math.min(delivered.size(), from + 1 + random.nextInt(40));
                SessionState call = SessionState.of(delivered.subList(from, to));
                state = random.nextBoolean() ? state.merge(call) : call.merge(state);
                from = to;
            }
            assertThat(state).isEqualTo(expected);
        }
        assertThat(SessionState.read(expected.write())).isEqualTo(expected);
    }

    @Test
    void scrollingAndDwellingNeverPushOutTheCart() {
        List<BehaviourEvent> events = new ArrayList<>();
        events.add(Visits.event("add", "s", "2026-03-02T09:00:00Z", Kind.ADD_TO_CART, "PRAM"));
        for (int i = 0; i < 500; i++) {
            events.add(Visits.event(
                    "d" + i,
                    "s",
                    Instant.parse("2026-03-02T10:00:00Z").plusSeconds(i),
                    Kind.DWELL,
                    "TOY",
                    1000L,
                    null));
        }
        SessionState state = SessionState.of(events);
        assertThat(state.cart()).containsExactly("PRAM");
        assertThat(state.dwellMs("TOY")).isEqualTo(SessionState.MOST_MICRO_TRACES * 1000L);
        assertThat(state.write().length()).isLessThan(10_000);
    }

    @Test
    void theCartFollowsTheTimesOfTheEventsNotTheirArrival() {
        SessionState late = SessionState.of(List.of(
                Visits.event("3", "s", "2026-03-02T09:02:00Z", Kind.REMOVE_FROM_CART, "A"),
                Visits.event("2", "s", "2026-03-02T09:01:00Z", Kind.ADD_TO_CART, "B"),
                Visits.event("1", "s", "2026-03-02T09:00:00Z", Kind.ADD_TO_CART, "A")));
        assertThat(late.cart()).containsExactly("B");
        SessionState bought = late.merge(
                SessionState.of(List.of(Visits.event("4", "s", "2026-03-02T09:05:00Z", Kind.PURCHASE, "B"))));
        assertThat(bought.cart()).isEmpty();
        assertThat(bought.purchased()).containsExactly("B");
        assertThat(bought.items()).containsExactly("A", "B");
    }
}
