package dev.tandem.recommendation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.recommendation.catalogue.Assortment;
import dev.tandem.recommendation.catalogue.Catalogue;
import dev.tandem.recommendation.catalogue.Criteria;
import dev.tandem.recommendation.catalogue.ReturnSignals;
import dev.tandem.recommendation.catalogue.Shops;
import dev.tandem.recommendation.model.Blend;
import dev.tandem.recommendation.model.SessionIndex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecommenderTest {
    private static SessionIndex model;

    @BeforeAll
    static void train() {
        MemoryFiles files = new MemoryFiles();
        BehaviourLog log = Visits.log(files);
        log.append(Visits.chains(3, 600, Visits.START, 1));
        model = Parts.NEXT_ITEM.train(BehaviourLog.read(files).data()).orElseThrow();
    }

    private static List<Recommender.Suggestion> ask(
            Recommender.Placement placement, String sku, SessionState user, BehaviourEvent... events) {
        return Recommender.recommend(
                model,
                Optional.empty(),
                SessionState.of(List.of(events)),
                user,
                new Recommender.Question(placement, sku, 5, Criteria.ANY, Blend.DEFAULT),
                Assortment.NONE);
    }

    private static BehaviourEvent did(int second, Kind kind, String sku) {
        return Visits.event("e" + second, "s", "2026-03-02T09:00:" + (10 + second) + "Z", kind, sku);
    }

    @Test
    void theReasonNamesTheBehaviourBehindIt() {
        var viewed = ask(Recommender.Placement.HOME, null, SessionState.EMPTY, did(1, Kind.VIEW, "I7"));
        assertThat(viewed.getFirst().sku()).isEqualTo("I10");
        assertThat(viewed.getFirst().score()).isEqualTo(1);
        assertThat(viewed.getFirst().reason().text()).startsWith("You viewed I7");

        var chart = ask(
                Recommender.Placement.HOME,
                null,
                SessionState.EMPTY,
                did(1, Kind.VIEW, "I7"),
                did(2, Kind.SIZE_CHART_VIEW, "I7"));
        assertThat(chart.getFirst().reason().code()).isEqualTo("SIZE_CHART");
        assertThat(chart.getFirst().reason().text()).isEqualTo("You looked at the size chart of I7");

        var cart = ask(Recommender.Placement.CART, null, SessionState.EMPTY, did(1, Kind.ADD_TO_CART, "I7"));
        assertThat(cart.getFirst().reason().text()).isEqualTo("Goes with I7 in your cart");
    }

    @Test
    void aNarrowFilterStillFillsTheListAndNamesAreUsed() {
        List<String> rare = List.of("I3", "I33", "I41", "I48", "I7");
        Assortment assortment = new Assortment(
                Optional.of(Catalogue.of(rare.stream().map(sku -> Shops.listing(sku, "Rare", 100L, "EUR")))),
                Optional.empty(),
                Optional.of(new ReturnSignals("2026-03-02", Map.of("I33", List.of("runs-small")))));
        Criteria criteria = new Criteria(null, null, Set.of("Rare"), null);
        var found = Recommender.recommend(
                model,
                Optional.empty(),
                SessionState.of(List.of(did(1, Kind.VIEW, "I7"), did(2, Kind.ADD_TO_CART, "I7"))),
                SessionState.EMPTY,
                new Recommender.Question(Recommender.Placement.HOME, null, 4, criteria, Blend.DEFAULT),
                assortment);
        assertThat(found)
                .extracting(Recommender.Suggestion::sku)
                .containsExactlyInAnyOrderElementsOf(rare.subList(0, 4));
        assertThat(found.getFirst().name()).startsWith("Name of I");
        assertThat(found.getFirst().price()).isEqualTo(new Recommender.Price(100, "EUR"));
        assertThat(found)
                .isSortedAccordingTo(
                        Comparator.comparing(Recommender.Suggestion::score).reversed());

        assertThat(found)
                .filteredOn(one -> one.returnSignals() != null)
                .as("what returns have taught is told beside the item")
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.sku()).isEqualTo("I33");
                    assertThat(one.returnSignals()).containsExactly("runs-small");
                });

        Assortment named = new Assortment(
                Optional.of(Catalogue.of(Stream.of(Shops.listing("I7", "Rare", 100L, "EUR")))),
                Optional.empty(),
                Optional.empty());
        var cart = Recommender.recommend(
                model,
                Optional.empty(),
                SessionState.of(List.of(did(2, Kind.ADD_TO_CART, "I7"))),
                SessionState.EMPTY,
                new Recommender.Question(Recommender.Placement.CART, null, 4, Criteria.ANY, Blend.DEFAULT),
                named);
        assertThat(cart.getFirst().reason().text()).isEqualTo("Goes with Name of I7 in your cart");
    }

    @Test
    void withoutASessionTheItemAtHandCountsElseWhatIsPopular() {
        var current = ask(Recommender.Placement.PRODUCT, "I7", SessionState.EMPTY);
        assertThat(current.getFirst().sku()).isEqualTo("I10");
        assertThat(current.getFirst().reason().code()).isEqualTo("CURRENT_ITEM");
        assertThat(current).extracting(Recommender.Suggestion::sku).doesNotContain("I7");
        var nobody = ask(Recommender.Placement.HOME, null, SessionState.EMPTY);
        assertThat(nobody).hasSize(5).allMatch(one -> one.reason().code().equals("POPULAR"));
        assertThat(ask(Recommender.Placement.PRODUCT, "NEVER-SEEN", SessionState.EMPTY))
                .hasSize(5);
    }

    @Test
    void whatIsInTheCartOrWasBoughtIsNotOffered() {
        SessionState user = SessionState.of(List.of(did(1, Kind.PURCHASE, "I10")));
        List<Recommender.Suggestion> all = new ArrayList<>();
        all.addAll(ask(Recommender.Placement.HOME, null, user, did(2, Kind.VIEW, "I7")));
        all.addAll(
                ask(Recommender.Placement.HOME, null, user, did(2, Kind.ADD_TO_CART, "I10"), did(3, Kind.VIEW, "I7")));
        assertThat(all).isNotEmpty().extracting(Recommender.Suggestion::sku).doesNotContain("I10");
    }

    @Test
    void whatRisesIsShownToAStrangerAndSaysSo() {
        MemoryFiles files = new MemoryFiles();
        BehaviourLog log = Visits.log(files);
        log.append(Visits.chains(3, 3000, Visits.START, 1));
        List<BehaviourEvent> today = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            today.add(Visits.event(
                    "e", "late-" + i, Visits.START.plusSeconds(30_000 * 60 + i), Kind.VIEW, "NEW-1", null, null));
        }
        log.append(today);
        SessionIndex risen =
                Parts.NEXT_ITEM.train(BehaviourLog.read(files).data()).orElseThrow();
        var home = Recommender.recommend(
                risen,
                Optional.empty(),
                SessionState.EMPTY,
                SessionState.EMPTY,
                new Recommender.Question(Recommender.Placement.HOME, null, 5, Criteria.ANY, Blend.DEFAULT),
                Assortment.NONE);
        assertThat(home).hasSize(5);
        assertThat(home.getFirst().sku()).isEqualTo("NEW-1");
        assertThat(home.getFirst().reason().code()).isEqualTo("RISING");
        assertThat(home.getLast().reason().code()).isEqualTo("POPULAR");
    }
}
