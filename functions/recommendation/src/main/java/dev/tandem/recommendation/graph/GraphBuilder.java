package dev.tandem.recommendation.graph;

import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.Lists;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes a {@link KnowledgeGraph}: what was bought together by how much it was, and what was not by how likely the {@link LinkPredictor} finds
 * it. About a millisecond for each item and core.
 */
public final class GraphBuilder {
    /** Entries of an item's list: of what was bought together, and of what is only likely. */
    private static final int KNOWN = 40;

    private static final int LIKELY = 24;
    private static final int SUBSTITUTES = 20;
    private static final int SCENE_ITEMS = 50;
    /** How much the item of the question and the one found are discounted for being bought often; fixed on baskets. */
    private static final double OWN = 0.7;

    private static final double OTHER = 0.5;
    /** What a likely link counts against a seen one. */
    private static final double GUESS = 0.5;
    /** What a likeness in words counts against looks at one instead of the other. */
    private static final double LIKENESS = 0.3;

    private final ItemIds ids;
    private final Links links;
    private final Links swaps;
    private final String[] names;
    private final LinkPredictor predictor;
    private final ItemFacts facts;

    /** @param items in the order of their numbers */
    public GraphBuilder(ItemIds ids, List<GraphItem> items, Links links, Links swaps) {
        this.ids = ids;
        this.links = links;
        this.swaps = swaps;
        this.names = items.stream()
                .map(item -> item.name() == null ? "" : item.name())
                .toArray(String[]::new);
        this.facts = ItemFacts.of(items);
        this.predictor = LinkPredictor.learn(facts, links, swaps);
    }

    /** What judges pairs of items that were not bought together. */
    public LinkPredictor predictor() {
        return predictor;
    }

    /** One item's list. */
    private record Entries(int[] items, float[] scores, int[] kinds, int[] vias) {}

    public KnowledgeGraph build() {
        double unit = unit();
        Entries[] entries = new Entries[links.size()];
        int threads = Runtime.getRuntime().availableProcessors();
        IntStream.range(0, threads).parallel().forEach(thread -> {
            LinkPredictor.Worker worker = predictor.worker();
            for (int item = thread; item < entries.length; item += threads) {
                entries[item] = entries(item, worker, unit);
            }
        });
        Lists.Builder complements = new Lists.Builder(entries.length, true);
        int size = Arrays.stream(entries).mapToInt(entry -> entry.items.length).sum();
        int[] kinds = new int[size];
        int[] vias = new int[size];
        int at = 0;
        for (Entries entry : entries) {
            for (int i = 0; i < entry.items.length; i++) {
                complements.add(entry.items[i], entry.scores[i]);
                kinds[at] = entry.kinds[i];
                vias[at++] = entry.vias[i];
            }
            complements.end();
        }
        int[] popularity = new int[links.size()];
        Arrays.setAll(popularity, item -> Math.round(100 * links.strength(item)));
        String[] labels = Stream.concat(facts.categoryNames.stream(), facts.brandNames.stream())
                .toArray(String[]::new);
        int[] labelOf = new int[2 * links.size()];
        for (int item = 0; item < links.size(); item++) {
            labelOf[2 * item] = facts.category[item];
            labelOf[2 * item + 1] = facts.brand[item] < 0 ? -1 : facts.categoryNames.size() + facts.brand[item];
        }
        return new KnowledgeGraph(
                ids,
                popularity,
                complements.build(),
                kinds,
                vias,
                substitutes(),
                facts.sceneNames.toArray(String[]::new),
                sceneItems(),
                facts.scenes,
                labels,
                labelOf,
                names);
    }

    private double direct(int item, int other, double weight) {
        return weight / (Math.pow(links.strength(item), OWN) * Math.pow(links.strength(other), OTHER));
    }

    /** The usual score of a seen link. */
    private double unit() {
        double sum = 0;
        int count = 0;
        for (int item = 0; item < links.size(); item++) {
            for (int at = links.start(item); at < links.end(item); at++) {
                sum += direct(item, links.neighbour(at), links.weight(at));
                count++;
            }
        }
        return count == 0 ? 1 : sum / count;
    }

    private Entries entries(int item, LinkPredictor.Worker worker, double unit) {
        int start = links.start(item);
        int[] known = Arrays.stream(Order.descending(
                        links.degree(item), i -> direct(item, links.neighbour(start + i), links.weight(start + i))))
                .limit(KNOWN)
                .toArray();
        int[] likely = new int[LIKELY];
        int guesses = worker.rank(item, other -> !links.linked(item, other), likely);
        int size = known.length + guesses;
        Entries entries = new Entries(new int[size], new float[size], new int[size], new int[size]);
        for (int i = 0; i < known.length; i++) {
            int at = start + known[i];
            entries.items[i] = links.neighbour(at);
            entries.scores[i] = (float) direct(item, links.neighbour(at), links.weight(at));
            entries.kinds[i] = GraphPath.Kind.BOUGHT_WITH.ordinal();
            entries.vias[i] = -1;
        }
        for (int i = 0; i < guesses; i++) {
            int other = likely[i];
            entries.items[known.length + i] = other;
            entries.scores[known.length + i] = (float) (GUESS * unit / (1 + Math.exp(-worker.score(item, other))));
            Explanation why = Explanation.of(links, facts, item, other);
            entries.kinds[known.length + i] = why.kind().ordinal();
            entries.vias[known.length + i] = why.via();
        }
        return entries;
    }

    private Lists substitutes() {
        Links alike = predictor.data().alike();
        Lists.Builder lists = new Lists.Builder(links.size(), true);
        float[] scores = new float[links.size()];
        int[] touched = new int[links.size()];
        for (int item = 0; item < links.size(); item++) {
            int count = 0;
            for (int at = swaps.start(item); at < swaps.end(item); at++) {
                int other = swaps.neighbour(at);
                touched[count++] = other;
                scores[other] = (float) (swaps.weight(at) / Math.sqrt(swaps.strength(item) * swaps.strength(other)));
            }
            for (int at = alike.start(item); at < alike.end(item); at++) {
                int other = alike.neighbour(at);
                if (facts.category[item] == facts.category[other] && !links.linked(item, other)) {
                    touched[count] = other;
                    count += scores[other] == 0 ? 1 : 0;
                    scores[other] += LIKENESS * alike.weight(at);
                }
            }
            int[] order = Order.descending(count, i -> scores[touched[i]]);
            for (int rank = 0; rank < Math.min(count, SUBSTITUTES); rank++) {
                lists.add(touched[order[rank]], scores[touched[order[rank]]]);
            }
            lists.end();
            for (int i = 0; i < count; i++) {
                scores[touched[i]] = 0;
            }
        }
        return lists.build();
    }

    /** Per scene its items, what is bought most first, each with its part of all that is bought for it. */
    private Lists sceneItems() {
        int[][] members = new int[facts.sceneNames.size()][0];
        for (int item = 0; item < links.size(); item++) {
            for (int at = facts.scenes.starts()[item]; at < facts.scenes.starts()[item + 1]; at++) {
                int scene = facts.scenes.values()[at];
                members[scene] = Arrays.copyOf(members[scene], members[scene].length + 1);
                members[scene][members[scene].length - 1] = item;
            }
        }
        Lists.Builder lists = new Lists.Builder(members.length, true);
        for (int[] scene : members) {
            double all = Arrays.stream(scene)
                    .mapToDouble(item -> 1 + links.strength(item))
                    .sum();
            int[] order = Order.descending(scene.length, i -> 1 + links.strength(scene[i]));
            for (int rank = 0; rank < Math.min(scene.length, SCENE_ITEMS); rank++) {
                lists.add(scene[order[rank]], (1 + links.strength(scene[order[rank]])) / all);
            }
            lists.end();
        }
        return lists.build();
    }
}
