package dev.tandem.recommendation.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopItemsTest {
    @Test
    void keepsWhatSortingWouldKeepWithTiesByPopularityThenSmallerNumber() {
        Random random = new Random(5);
        int[] popularity = random.ints(200, 0, 4).toArray();
        TopItems top = new TopItems(popularity);
        for (int round = 0; round < 200; round++) {
            int limit = random.nextInt(30);
            double[] scores = random.ints(200, 0, 5).asDoubleStream().toArray();
            List<Integer> offered = IntStream.range(0, 200)
                    .filter(item -> random.nextInt(4) > 0)
                    .boxed()
                    .toList();
            top.start(limit);
            offered.forEach(item -> top.offer(item, scores[item]));
            int size = top.finish();

            List<Integer> expected = offered.stream()
                    .sorted(Comparator.comparingDouble((Integer item) -> -scores[item])
                            .thenComparing(item -> -popularity[item])
                            .thenComparing(item -> item))
                    .limit(limit)
                    .toList();
            assertThat(IntStream.range(0, size).mapToObj(top::item)).isEqualTo(expected);
        }
    }
}
