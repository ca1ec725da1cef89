package dev.tandem.recommendation.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GraphPiecesTest {
    @Test
    void linksAreTheSameFromBothEndsAndAddUp() {
        Random random = new Random(3);
        Links.Builder builder = new Links.Builder(30);
        Map<List<Integer>, Double> expected = new HashMap<>();
        for (int i = 0; i < 500; i++) {
            int a = random.nextInt(30);
            int b = random.nextInt(30);
            double weight = random.nextInt(1, 5);
            builder.add(a, b, weight);
            if (a != b) {
                expected.merge(List.of(Math.min(a, b), Math.max(a, b)), weight, Double::sum);
            }
        }
        Links links = builder.build();
        assertThat(links.pairs()).isEqualTo(expected.size());
        expected.forEach((pair, weight) -> {
            assertThat((double) links.weightBetween(pair.get(0), pair.get(1))).isEqualTo(weight);
            assertThat((double) links.weightBetween(pair.get(1), pair.get(0))).isEqualTo(weight);
        });
        for (int item = 0; item < 30; item++) {
            double sum = 0;
            for (int at = links.start(item); at < links.end(item); at++) {
                sum += links.weight(at);
            }
            assertThat((double) links.strength(item)).isEqualTo(sum);
        }
    }

    @Test
    void surpriseIsTheTwoByTwoTablesLikelihoodRatio() {
        // Dunning's statistic for 10 of both, 20 and 30 of each, 100 in all: 2 * sum of observed * ln(observed /
        // expected).
        double direct = 2
                * (10 * Math.log(10 / 6.0)
                        + 10 * Math.log(10 / 14.0)
                        + 20 * Math.log(20 / 24.0)
                        + 60 * Math.log(60 / 56.0));
        assertThat(Baskets.surprise(10, 20, 30, 100)).isCloseTo(direct, Offset.offset(1e-9));
        assertThat(Baskets.surprise(6, 20, 30, 100)).isCloseTo(0, Offset.offset(1e-9));
    }

    @Test
    void basketsLinkWhatComesTogetherMoreThanByChance() {
        Baskets baskets = new Baskets(6);
        int[] categories = {0, 0, 1, 1, 2, 2};
        for (int i = 0; i < 40; i++) {
            baskets.buy(new int[] {0, 2}, 1);
            baskets.buy(new int[] {1, 3, 1}, 1);
            baskets.buy(new int[] {i % 2, 4}, 1);
            baskets.look(new int[] {0, 1, 4}, categories, item -> item == 0);
            baskets.look(new int[] {5, 2}, categories, item -> false);
        }
        Links links = baskets.links();
        assertThat(links.weightBetween(0, 2)).isEqualTo(40);
        assertThat(links.linked(1, 3)).isTrue();
        assertThat(links.linked(0, 3)).isFalse();
        assertThat(links.linked(0, 1)).isFalse();
        Links swaps = baskets.swaps();
        assertThat(swaps.linked(0, 1)).isTrue();
        assertThat(swaps.linked(0, 4)).isFalse();
        assertThat(swaps.linked(5, 2)).isFalse();
    }

    @Test
    void jacobiFindsEigenvectors() {
        Random random = new Random(9);
        int size = 12;
        double[][] matrix = new double[size][size];
        for (int a = 0; a < size; a++) {
            for (int b = a; b < size; b++) {
                matrix[a][b] = matrix[b][a] = random.nextGaussian();
            }
        }
        double[][] values = new double[size][];
        for (int a = 0; a < size; a++) {
            values[a] = matrix[a].clone();
        }
        double[][] vectors = Jacobi.diagonalize(values);
        for (int k = 0; k < size; k++) {
            for (int a = 0; a < size; a++) {
                double image = 0;
                for (int b = 0; b < size; b++) {
                    image += matrix[a][b] * vectors[b][k];
                }
                assertThat(image).isCloseTo(values[k][k] * vectors[a][k], Offset.offset(1e-6));
            }
        }
    }

    @Test
    void itemsThatShareNeighboursLieNearEachOther() {
        Links.Builder builder = new Links.Builder(40);
        Random random = new Random(2);
        for (int i = 0; i < 300; i++) {
            int half = random.nextInt(2) * 20;
            builder.add(half + random.nextInt(20), half + random.nextInt(20), 1);
        }
        builder.add(0, 20, 1);
        List<GraphItem> items = java.util.stream.IntStream.range(0, 41)
                .mapToObj(i -> new GraphItem(
                        "i" + i, List.of(i < 20 || i == 40 ? "left" : "right"), null, null, List.of(), Double.NaN))
                .toList();
        Links.Builder withCold = new Links.Builder(41);
        Links links = builder.build();
        for (int i = 0; i < 40; i++) {
            for (int at = links.start(i); at < links.end(i); at++) {
                if (i < links.neighbour(at)) {
                    withCold.add(i, links.neighbour(at), links.weight(at));
                }
            }
        }
        SpectralEmbedding embedding = SpectralEmbedding.of(withCold.build(), ItemFacts.of(items), 2, 0.5, 1);
        assertThat(embedding.cosine(3, 7)).isGreaterThan(0.7).isGreaterThan(embedding.cosine(3, 27));
        // Item 40 has no links; its category puts it among the others of the category.
        assertThat(embedding.near(embedding.byWords, 40, embedding.places, 5, false))
                .isGreaterThan(embedding.near(embedding.byWords, 40, embedding.places, 25, false));
    }
}
