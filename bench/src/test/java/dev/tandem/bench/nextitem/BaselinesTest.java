package dev.tandem.bench.nextitem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.recommendation.model.InteractionLog;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The published models on logs small enough to work out by hand. */
class BaselinesTest {
    /** Three sessions, oldest first: items 1 and 2, 2 and 3, 1 and 3. */
    private static final InteractionLog LOG = InteractionLog.builder()
            .add("a", "1", 1)
            .add("a", "2", 2)
            .add("b", "2", 11)
            .add("b", "3", 12)
            .add("c", "1", 21)
            .add("c", "3", 22)
            .build();

    private static List<String> list(
            NextItemModel model, InteractionLog log, boolean excludeCurrent, String... session) {
        int[] items = Arrays.stream(session).mapToInt(log.items()::indexOf).toArray();
        int[] into = new int[20];
        int found = model.another().recommend(items, items.length, excludeCurrent, into);
        return Arrays.stream(into, 0, found).mapToObj(log.items()::id).toList();
    }

    @Test
    void vmisKnnAsWorkedOut() {
        // Decays: item 2 is latest, (2-0)/2 = 1; item 1 is one back, 1/2. Similarities: a 1.5, b 1, c 0.5. First match
        // from the end:
        // a and b at item 2 (0.9), c at item 1 (0.8). All idf are equal. Item 1: 1.35 + 0.4, item 2: 1.35 + 0.9, item
        // 3: 0.9 + 0.4.
        NextItemModel all = VmisKnn.build(LOG, new VmisKnn.Settings(500, 100, 2));
        assertThat(list(all, LOG, true, "1", "2")).containsExactly("1", "3");
        assertThat(list(all, LOG, false, "1", "2")).containsExactly("2", "1", "3");
        // Only the last item counts: a and b tell of 2, 1 and 3; 1 and 3 tie in all, the smaller comes first.
        assertThat(list(VmisKnn.build(LOG, new VmisKnn.Settings(500, 100, 1)), LOG, false, "1", "2"))
                .containsExactly("2", "1", "3");
        // One session may be looked at: b comes first by item 2, but c, met through item 1, is more recent and takes
        // its place.
        assertThat(list(VmisKnn.build(LOG, new VmisKnn.Settings(1, 100, 2)), LOG, false, "1", "2"))
                .containsExactly("1", "3");
        // One may vote: the most similar, a.
        assertThat(list(VmisKnn.build(LOG, new VmisKnn.Settings(500, 1, 2)), LOG, true, "1", "2"))
                .containsExactly("1");
    }

    @Test
    void stanAsWorkedOut() {
        // Weights: item 2 is 1, item 1 is 1/e. Cosines are to each other as a 1.368, b 1, c 0.368. Votes fall by e with
        // each step from the
        // last item in common. Item 1: 1.368/e + 0.368 = 0.871, item 2: 1.368 + 1, item 3: 1/e + 0.368/e = 0.503.
        NextItemModel slow = Stan.build(LOG, new Stan.Settings(100, 100, 1, 1e9, 1));
        assertThat(list(slow, LOG, false, "1", "2")).containsExactly("2", "1", "3");
        // One neighbour: a. With a quick decay of sessions (seconds here): c is by far the nearest, its item 1 before
        // its 3.
        assertThat(list(Stan.build(LOG, new Stan.Settings(100, 1, 1, 1e9, 1)), LOG, true, "1", "2"))
                .containsExactly("1");
        assertThat(list(Stan.build(LOG, new Stan.Settings(100, 1, 1, 2.0 / 86_400, 1)), LOG, true, "1", "2"))
                .containsExactly("1", "3");
        // Only the most recent session is looked at: c.
        assertThat(list(Stan.build(LOG, new Stan.Settings(1, 100, 1, 1e9, 1)), LOG, false, "1", "2"))
                .containsExactly("1", "3");
    }

    @Test
    void rulesAndPopularityAsWorkedOut() {
        InteractionLog log = InteractionLog.builder()
                .add("a", "1", 1)
                .add("a", "2", 2)
                .add("a", "3", 3)
                .add("b", "1", 4)
                .add("b", "3", 5)
                .add("c", "4", 6)
                .add("c", "1", 7)
                .build();
        assertThat(list(Rules.coOccurrence(log), log, true, "1")).containsExactly("3", "2", "4");
        // 1 to 3: a half and one; 1 to 2: one; nothing from 1 back to 4.
        assertThat(list(Rules.sequential(log), log, true, "1")).containsExactly("3", "2");
        assertThat(list(new Popular(log), log, false, "2")).containsExactly("1", "3", "2", "4");
        assertThat(list(new Popular(log), log, true, "1")).containsExactly("3", "2", "4");
    }

    @Test
    void anUnknownItemIsNoReasonToFail() {
        for (NextItemModel model : List.of(
                VmisKnn.build(LOG, new VmisKnn.Settings(500, 100, 2)),
                Stan.build(LOG, new Stan.Settings(100, 100, 1, 1, 1)),
                Rules.coOccurrence(LOG),
                new Popular(LOG))) {
            list(model, LOG, true, "unknown");
            list(model, LOG, true, "1", "unknown");
            list(model, LOG, true, "unknown", "1");
        }
    }
}
