package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.Criteria;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import dev.tandem.recommendation.model.Blend;
import dev.tandem.recommendation.model.SessionIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class GoesWithTest {
    private static SessionIndex next;
    private static KnowledgeGraph graph;

    @BeforeAll
    static void train() {
        MemoryFiles files = new MemoryFiles();
        List<BehaviourEvent> events = new ArrayList<>(GraphPartTest.baskets(300, Visits.START, 3));
        events.addAll(Visits.chains(3, 200, Visits.START, 1));
        Visits.log(files).append(events);
        TrainingData data = new TrainingData(
                BehaviourLog.read(files).data().sessions(),
                List.of(
                        new Product("4-0", "Pram", "prams", null, Set.of("new-baby"), null, null, null),
                        new Product("4-1", "Nappies", "nappies", null, Set.of("new-baby"), null, null, null),
                        new Product("NEW", "Wipes", "nappies", null, Set.of("new-baby"), null, null, null)));
        next = Parts.NEXT_ITEM.train(data).orElseThrow();
        graph = Parts.GRAPH.train(data).orElseThrow();
    }

    private static List<Recommender.Suggestion> ask(
            Recommender.Placement placement, String sku, int limit, SessionState user, BehaviourEvent... did) {
        return Recommender.recommend(
                next,
                Optional.of(graph),
                SessionState.of(List.of(did)),
                user,
                new Recommender.Question(placement, sku, limit, Criteria.ANY, Blend.DEFAULT),
                Assortment.NONE);
    }

    private static BehaviourEvent did(Kind kind, String sku) {
        return Visits.event("e-" + kind + sku, "s", "2026-03-02T09:00:10Z", kind, sku);
    }

    @Test
    void theCartLeadsWithItsComplementsByName() {
        var answer = ask(Recommender.Placement.CART, null, 3, SessionState.EMPTY, did(Kind.ADD_TO_CART, "4-0"));
        assertThat(answer)
                .hasSize(3)
                .allMatch(one -> one.sku().startsWith("4-") && !one.sku().equals("4-0"));
        assertThat(answer.getFirst().reason())
                .isEqualTo(new Recommender.Reason("IN_CART", "Goes with Pram in your cart", "4-0"));
        assertThat(answer.getFirst().score()).isEqualTo(1);
        assertThat(answer)
                .extracting(Recommender.Suggestion::score)
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void whatNobodyTouchedYetCanAppear() {
        var answer = ask(Recommender.Placement.PRODUCT, "4-0", 60, SessionState.EMPTY);
        assertThat(answer)
                .extracting(Recommender.Suggestion::sku)
                .contains("NEW")
                .doesNotContain("4-0");
        assertThat(answer).extracting(Recommender.Suggestion::sku).doesNotHaveDuplicates();
        var unknown = ask(Recommender.Placement.PRODUCT, "NEW", 5, SessionState.EMPTY);
        assertThat(unknown).extracting(one -> one.reason().code()).containsAnyOf("GOES_WITH", "SAME_SCENE", "INSTEAD");
    }

    @Test
    void homeKnowsWhatAPersonBought() {
        SessionState user = SessionState.of(List.of(did(Kind.PURCHASE, "4-0"), did(Kind.PURCHASE, "4-1")));
        var answer = ask(Recommender.Placement.HOME, null, 5, user);
        assertThat(answer.getFirst().reason().code()).isIn("BOUGHT", "SCENE");
        assertThat(answer).extracting(Recommender.Suggestion::sku).doesNotContain("4-0", "4-1");
    }
}
