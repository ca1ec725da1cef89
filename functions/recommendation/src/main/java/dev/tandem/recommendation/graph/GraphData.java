package dev.tandem.recommendation.graph;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Everything that paths are walked on.
 *
 * @param links what was bought together
 * @param swaps what was looked at instead of one another
 * @param alike what resembles one another in words
 * @param places per item where it lies, for items without links where their words put it; empty when there are too many to look at all
 * @param partners per category the categories that go with it
 * @param popularOf per category its items with most links
 * @param popularIn per scene its items with most links
 */
record GraphData(
        Links links,
        Links swaps,
        Links alike,
        ItemFacts facts,
        SpectralEmbedding embedding,
        float[] places,
        Affinity categories,
        Affinity brands,
        float[] categoryStrength,
        int[][] partners,
        int[][] popularOf,
        int[][] popularIn,
        int[] popular,
        int[] degrees) {
    private static final int DIMENSIONS = 64;
    private static final double RAISE = 0.5;
    private static final double RIDGE = 1;
    private static final int ALIKE = 20;
    private static final int PARTNERS = 6;
    private static final int POPULAR = 20;
    private static final int LOOK_AT_ALL = 40_000;

    static GraphData of(Links links, Links swaps, ItemFacts facts) {
        SpectralEmbedding embedding = SpectralEmbedding.of(links, facts, DIMENSIONS, RAISE, RIDGE);
        Affinity categories = new Affinity(links, facts.category, facts.categoryNames.size());
        float[] strength = new float[facts.categoryNames.size()];
        for (int item = 0; item < facts.category.length; item++) {
            if (facts.category[item] >= 0) {
                strength[facts.category[item]] += links.strength(item) + 1;
            }
        }
        int[] byStrength = Order.descending(links.size(), links::strength);
        int[][] popularOf = new int[strength.length][0];
        int[][] popularIn = new int[facts.sceneNames.size()][0];
        for (int item : byStrength) {
            if (facts.category[item] >= 0) {
                append(popularOf, facts.category[item], item);
            }
            for (int at = facts.scenes.starts()[item]; at < facts.scenes.starts()[item + 1]; at++) {
                append(popularIn, facts.scenes.values()[at], item);
            }
        }
        return new GraphData(
                links,
                swaps,
                facts.likenesses(links, ALIKE),
                facts,
                embedding,
                links.size() > LOOK_AT_ALL ? new float[0] : places(links, embedding),
                categories,
                new Affinity(links, facts.brand, facts.brandNames.size()),
                strength,
                categories.partners(PARTNERS),
                popularOf,
                popularIn,
                IntStream.of(byStrength).limit(POPULAR).toArray(),
                links.degrees());
    }

    private static void append(int[][] lists, int list, int item) {
        if (lists[list].length < POPULAR) {
            lists[list] = Arrays.copyOf(lists[list], lists[list].length + 1);
            lists[list][lists[list].length - 1] = item;
        }
    }

    private static float[] places(Links links, SpectralEmbedding embedding) {
        float[] places = embedding.places.clone();
        for (int item = 0; item < links.size(); item++) {
            if (links.degree(item) == 0) {
                int from = item * embedding.dimensions;
                System.arraycopy(embedding.byWords, from, places, from, embedding.dimensions);
            }
        }
        return places;
    }
}
