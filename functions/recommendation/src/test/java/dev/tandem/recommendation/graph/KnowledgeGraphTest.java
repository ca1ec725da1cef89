package dev.tandem.recommendation.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A made-up shop: what is used for one scene is bought together; one product of each scene has never been bought. */
class KnowledgeGraphTest {
    private static final String[] SCENES = {"camping", "new-baby", "office", "party"};
    private static final int EACH = 12;
    private static KnowledgeGraph graph;

    @BeforeAll
    static void build() {
        graph = shop(1);
    }

    /** Item 0 of each scene is the new one. Items of a category are of the same make up to their number. */
    private static String id(int scene, int number) {
        return SCENES[scene] + "-" + (char) ('a' + number);
    }

    private static KnowledgeGraph shop(long seed) {
        List<String> names = new ArrayList<>();
        for (int scene = 0; scene < SCENES.length; scene++) {
            for (int i = 0; i < EACH; i++) {
                names.add(id(scene, i));
            }
        }
        ItemIds ids = ItemIds.of(names);
        List<GraphItem> items = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.id(i);
            String scene = id.substring(0, id.lastIndexOf('-'));
            int number = id.charAt(id.length() - 1) - 'a';
            items.add(new GraphItem(
                    id, List.of(scene + "-" + number % 3), "brand-" + number % 4, null, List.of(scene), Double.NaN));
        }
        Random random = new Random(seed);
        Baskets baskets = new Baskets(ids.size());
        for (int b = 0; b < 400; b++) {
            int scene = random.nextInt(SCENES.length);
            int[] basket = IntStream.range(0, 3)
                    .map(i -> ids.indexOf(id(scene, 1 + random.nextInt(EACH - 1))))
                    .toArray();
            baskets.buy(basket, 1);
        }
        return new GraphBuilder(ids, items, baskets.links(), baskets.swaps()).build();
    }

    @Test
    void whatWasBoughtTogetherComesFirstAndSaysWhy() {
        List<GraphPath> found = graph.complements(List.of(id(1, 3)), 5, item -> true);
        assertThat(found).hasSize(5).allMatch(path -> path.item().startsWith("new-baby-"));
        assertThat(found.getFirst().kind()).isEqualTo(GraphPath.Kind.BOUGHT_WITH);
        assertThat(found.getFirst().from()).isEqualTo(id(1, 3));
        assertThat(found).extracting(GraphPath::score).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    }

    @Test
    void whatNobodyHasBoughtYetIsReachedThroughWhatTheCatalogueSays() {
        for (int scene = 0; scene < SCENES.length; scene++) {
            String cold = id(scene, 0);
            List<GraphPath> toOthers = graph.complements(List.of(cold), 5, item -> true);
            assertThat(toOthers).hasSize(5);
            String prefix = SCENES[scene];
            assertThat(toOthers).allMatch(path -> path.item().startsWith(prefix));
            List<GraphPath> fromOther = graph.complements(List.of(id(scene, 5)), 40, item -> true);
            assertThat(fromOther).extracting(GraphPath::item).contains(cold);
            assertThat(fromOther.stream()
                            .filter(path -> path.item().equals(cold))
                            .findFirst()
                            .orElseThrow()
                            .kind())
                    .isNotIn(GraphPath.Kind.BOUGHT_WITH, GraphPath.Kind.THROUGH_ITEM);
        }
    }

    @Test
    void theItemsOfAQuestionAddUpAndAreNotAmongTheAnswers() {
        List<String> cart = List.of(id(0, 1), id(0, 2), id(2, 3), "never seen");
        List<GraphPath> found = graph.complements(cart, 30, item -> !item.equals(id(0, 4)));
        assertThat(found)
                .extracting(GraphPath::item)
                .doesNotContainAnyElementsOf(cart)
                .doesNotContain(id(0, 4));
        assertThat(found).extracting(GraphPath::item).doesNotHaveDuplicates();
        double both = score(graph.complements(List.of(id(0, 1), id(0, 2)), 40, item -> true), id(0, 5));
        assertThat(both)
                .isCloseTo(
                        score(graph.complements(List.of(id(0, 1)), 60, item -> true), id(0, 5))
                                + score(graph.complements(List.of(id(0, 2)), 60, item -> true), id(0, 5)),
                        org.assertj.core.data.Offset.offset(1e-5));
        assertThat(graph.complements(List.of("never seen"), 5, item -> true)).isEmpty();
    }

    private static double score(List<GraphPath> paths, String item) {
        return paths.stream()
                .filter(path -> path.item().equals(item))
                .mapToDouble(GraphPath::score)
                .sum();
    }

    @Test
    void aPersonIsInTheScenesOfWhatWasBought() {
        assertThat(graph.forScene("new-baby", 5, item -> true))
                .hasSize(5)
                .allMatch(path -> path.kind() == GraphPath.Kind.SCENE && "new-baby".equals(path.via()));
        assertThat(graph.forScene("wedding", 5, item -> true)).isEmpty();
        List<String> bought = List.of(id(1, 1), id(1, 2), id(3, 4));
        List<GraphPath> found = graph.forUser(bought, 60, item -> true);
        assertThat(found).extracting(GraphPath::item).doesNotContainAnyElementsOf(bought);
        assertThat(found.subList(0, 5)).allMatch(path -> path.item().startsWith("new-baby"));
        List<GraphPath> withoutScenes = graph.complements(bought, 60, item -> true);
        assertThat(score(found, id(1, 0))).isGreaterThan(score(withoutScenes, id(1, 0)));
        assertThat(score(found, id(3, 0))).isEqualTo(score(withoutScenes, id(3, 0)));
        assertThat(found)
                .noneMatch(path ->
                        path.kind() == GraphPath.Kind.SCENE && path.from() == null && "party".equals(path.via()));
    }

    @Test
    void anItemIsReplacedByTheLikeOfItsCategory() {
        List<GraphPath> found = graph.substitutes(id(2, 1), 5, item -> true);
        assertThat(found).isNotEmpty();
        Set<String> same = Set.of(id(2, 4), id(2, 7), id(2, 10));
        assertThat(found).allMatch(path -> same.contains(path.item()) && path.kind() == GraphPath.Kind.INSTEAD);
    }

    @Test
    void aFileHoldsTheWholeGraphAndADamagedOneIsRefused() throws ModelFormatException {
        byte[] file = graph.toFile().toBytes();
        assertThat(shop(1).toFile().toBytes()).isEqualTo(file);
        KnowledgeGraph read = KnowledgeGraph.of(file);
        assertThat(read.complements(List.of(id(0, 1), id(1, 1)), 20, item -> true))
                .isEqualTo(graph.complements(List.of(id(0, 1), id(1, 1)), 20, item -> true));
        assertThat(read.substitutes(id(0, 1), 20, item -> true))
                .isEqualTo(graph.substitutes(id(0, 1), 20, item -> true));
        assertThat(read.forScene("office", 9, item -> true)).isEqualTo(graph.forScene("office", 9, item -> true));
        assertThat(read.toFile().toBytes()).isEqualTo(file);
        Random random = new Random(5);
        for (int i = 0; i < 200; i++) {
            byte[] damaged = file.clone();
            damaged[random.nextInt(file.length)] ^= (byte) (1 + random.nextInt(255));
            assertThatThrownBy(() -> KnowledgeGraph.of(damaged)).isInstanceOf(ModelFormatException.class);
        }
    }

    @Test
    void anEmptyShopHasAnEmptyGraph() throws ModelFormatException {
        ItemIds none = ItemIds.of(List.of());
        KnowledgeGraph empty =
                new GraphBuilder(none, List.of(), new Links.Builder(0).build(), new Links.Builder(0).build()).build();
        assertThat(KnowledgeGraph.of(empty.toFile().toBytes()).complements(List.of("a"), 5, item -> true))
                .isEmpty();
    }
}
