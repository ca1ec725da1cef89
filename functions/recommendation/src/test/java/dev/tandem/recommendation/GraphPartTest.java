package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.graph.GraphPath;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GraphPartTest {
    /** Baskets of three items of one of ten kinds, every ten minutes; what is put back is not kept. */
    static List<BehaviourEvent> baskets(int count, Instant from, long seed) {
        Random random = new Random(seed);
        List<BehaviourEvent> events = new ArrayList<>();
        for (int b = 0; b < count; b++) {
            int kind = random.nextInt(10);
            Instant at = from.plusSeconds(600L * b);
            String session = "b-" + from.getEpochSecond() + "-" + b;
            for (int i = 0; i < 3; i++) {
                events.add(Visits.event(
                        "e" + i,
                        session,
                        at.plusSeconds(i),
                        Kind.PURCHASE,
                        kind + "-" + random.nextInt(6),
                        null,
                        null));
            }
            String other = (kind + 1) % 10 + "-0";
            events.add(Visits.event("e8", session, at.plusSeconds(8), Kind.ADD_TO_CART, other, null, null));
            events.add(Visits.event("e9", session, at.plusSeconds(9), Kind.REMOVE_FROM_CART, other, null, null));
        }
        return events;
    }

    private static TrainingData data(List<BehaviourEvent> events, Product... products) {
        MemoryFiles files = new MemoryFiles();
        Visits.log(files).append(events);
        return new TrainingData(BehaviourLog.read(files).data().sessions(), List.of(products));
    }

    private static Product product(String sku, String category) {
        return new Product(sku, "Thing " + sku, category, null, Set.of("new-baby"), 100L, "EUR", null);
    }

    @Test
    void learnsWhatIsBoughtTogetherAndIsJudgedOnLaterBaskets() {
        TrainingData early = data(baskets(400, Visits.START, 1));
        TrainingData later = data(baskets(60, Visits.START.plusSeconds(600_000), 2));
        KnowledgeGraph graph = Parts.GRAPH.train(early).orElseThrow();
        assertThat(graph.complements(List.of("4-1"), 5, item -> true))
                .isNotEmpty()
                .allMatch(path -> path.item().startsWith("4-"));
        Figures figures = Parts.GRAPH.judge(graph, later);
        assertThat(figures.cases()).isGreaterThan(100);
        assertThat(figures.metric(Parts.GRAPH.leadingFigure())).isGreaterThan(0.9);
        KnowledgeGraph read = Parts.GRAPH.read(Parts.GRAPH.write(graph));
        assertThat(Parts.GRAPH.judge(read, later)).isEqualTo(figures);
    }

    @Test
    void aProductThatNobodyTouchedIsReachedThroughTheCatalogue() {
        List<BehaviourEvent> events = baskets(300, Visits.START, 3);
        TrainingData data = data(events, product("4-0", "prams"), product("4-1", "nappies"), product("NEW", "nappies"));
        KnowledgeGraph graph = Parts.GRAPH.train(data).orElseThrow();
        List<GraphPath> found = graph.complements(List.of("4-0"), 60, item -> true);
        assertThat(found).extracting(GraphPath::item).contains("NEW");
        assertThat(graph.name("NEW")).isEqualTo("Thing NEW");
        assertThat(graph.name("4-3")).isNull();
        // The catalogue alone gives a graph, too.
        KnowledgeGraph alone = Parts.GRAPH
                .train(data(List.of(), product("A", "prams"), product("B", "nappies")))
                .orElseThrow();
        assertThat(alone.complements(List.of("A"), 5, item -> true))
                .singleElement()
                .satisfies(path -> assertThat(path.kind()).isEqualTo(GraphPath.Kind.SCENE));
    }

    @Test
    void looksAloneGiveNoGraphAndAForeignFileIsRefused() {
        assertThat(Parts.GRAPH.train(data(Visits.chains(3, 50, Visits.START, 1))))
                .isEmpty();
        byte[] other = Parts.NEXT_ITEM.write(Parts.NEXT_ITEM
                .train(data(Visits.chains(3, 50, Visits.START, 1)))
                .orElseThrow());
        assertThatThrownBy(() -> Parts.GRAPH.read(other)).isInstanceOf(IllegalArgumentException.class);
    }
}
