package dev.tandem.bench.complement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.Lists;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComplementDataTest {
    @TempDir
    Path folder;

    private String file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }

    @Test
    void readsPairsOnceWhateverTheirDirectionAndColumnNames() throws IOException {
        String edges = file(
                "edges.csv",
                "ASIN,related_asin,relation,count\n"
                        + "B,A,also_bought,2\n"
                        + "A,B,also_bought,5\n"
                        + "A,A,also_bought,1\n\n"
                        + "A,C,also_viewed,1\n");
        String items = file(
                "items.tsv",
                "asin\ttitle\tcategories\tbrand\tprice\n"
                        + "A\tPram, blue\tBaby > Strollers\tAcme\t$1,199.00\n"
                        + "D\tNew\t\t\t\n");
        ComplementData data = ComplementData.read(edges, items);
        assertThat(data.ids().size()).isEqualTo(4);
        assertThat(data.pairs()).containsExactly(new ComplementData.Pair(0, 1, 5));
        assertThat(data.swaps().linked(0, 2)).isTrue();
        assertThat(data.items().getFirst().categories()).containsExactly("Baby", "Strollers");
        assertThat(data.items().getFirst().name()).isEqualTo("Pram, blue");
        assertThat(data.items().getFirst().price()).isEqualTo(1199);
        assertThat(data.items().getLast().brand()).isNull();
    }

    @Test
    void readsPackedFilesWithOtherSeparators() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write("one;two\n\"x;1\";y\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("edges.gz"), packed.toByteArray());
        ComplementData data = ComplementData.read(file.toString(), null);
        assertThat(data.pairs()).hasSize(1);
        assertThat(data.ids().indexOf("x;1")).isNotNegative();
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> ComplementData.read(folder.resolve("none").toString(), null))
                .hasMessageStartingWith("cannot read");
        assertThatThrownBy(() -> ComplementData.read(file("a.csv", "one\n1\n"), null))
                .hasMessageContaining("two columns");
        assertThatThrownBy(() -> ComplementData.read(file("b.csv", "source,target\n"), null))
                .hasMessageContaining("no pairs");
    }

    @Test
    void whatIsHiddenDependsOnTheIdsAlone() throws IOException {
        StringBuilder edges = new StringBuilder("source,target\n");
        StringBuilder turned = new StringBuilder("from,to\n");
        for (int i = 0; i < 60; i++) {
            for (int j = i + 1; j < 60; j += 3) {
                edges.append("i").append(i).append(",i").append(j).append('\n');
                turned.insert(8, "i" + j + ",i" + i + "\n");
            }
        }
        ComplementData data = ComplementData.read(file("e.csv", edges.toString()), null);
        for (Split.Rule rule : Split.Rule.values()) {
            Split split = Split.of(data, rule);
            Split other = Split.of(ComplementData.read(file("t.csv", turned.toString()), null), rule);
            assertThat(other.hidden()).usingRecursiveComparison().isEqualTo(split.hidden());
            int hidden = split.hidden().values().length / 2;
            assertThat(hidden).isBetween(1, data.pairs().size() / 2);
            if (rule != Split.Rule.VALIDATION) {
                assertThat(split.known().pairs() + hidden)
                        .isEqualTo(data.pairs().size());
            }
            for (int item = 0; item < 60; item++) {
                for (int at = split.hidden().starts()[item]; at < split.hidden().starts()[item + 1]; at++) {
                    assertThat(split.known().linked(item, split.hidden().values()[at]))
                            .isFalse();
                }
            }
        }
    }

    @Test
    void talliesAsWorkedOutByHand() {
        Lists.Builder hidden = new Lists.Builder(1, false);
        hidden.add(3);
        hidden.add(5);
        hidden.end();
        Tally tally = new Tally();
        int[] list = new int[Tally.LIST];
        list[0] = 1;
        list[1] = 5;
        tally.add(hidden.build(), 0, item -> true, list, 2);
        tally.compare(2, 1);
        tally.compare(1, 1);
        var metrics = tally.metrics("");
        assertThat(metrics)
                .containsEntry("hr@10", 1.0)
                .containsEntry("mrr@20", 0.5)
                .containsEntry("recall@20", 0.5);
        assertThat(metrics.get("ndcg@20")).isCloseTo((1 / log2(3)) / (1 + 1 / log2(3)), Offset.offset(1e-9));
        assertThat(metrics).containsEntry("auc", 0.75);
    }

    private static double log2(double value) {
        return Math.log(value) / Math.log(2);
    }

    @Test
    void baselinesScoreASmallGraphAsWorkedOutByHand() {
        // 0 - 1, 0 - 2, 1 - 3, 2 - 3, 2 - 4: from 0 two ways lead to 3 and one to 4.
        Links.Builder builder = new Links.Builder(5);
        int[][] pairs = {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {2, 4}};
        for (int[] pair : pairs) {
            builder.add(pair[0], pair[1], 1);
        }
        var all = Baselines.of(
                builder.build(),
                java.util.stream.IntStream.range(0, 5)
                        .mapToObj(i -> dev.tandem.recommendation.graph.GraphItem.of("i" + i))
                        .toList());
        assertThat(score(all.get("common-neighbours"), 3)).isEqualTo(2);
        assertThat(score(all.get("common-neighbours"), 4)).isEqualTo(1);
        assertThat(score(all.get("jaccard"), 3)).isEqualTo(1);
        assertThat(score(all.get("item-knn"), 4)).isCloseTo(1 / Math.sqrt(2), Offset.offset(1e-9));
        assertThat(score(all.get("adamic-adar"), 3)).isCloseTo(1 / Math.log(3) + 1 / Math.log(4), Offset.offset(1e-9));
        assertThat(score(all.get("resource-allocation"), 3)).isCloseTo(1 / 2.0 + 1 / 3.0, Offset.offset(1e-9));
        // Three steps from 0 to 1: 0-2-3-1 through degrees 3 and 2, and 0-1-3-1 through degrees 2 and 2.
        assertThat(score(all.get("l3"), 1)).isCloseTo(1 / Math.sqrt(6) + 0.5, Offset.offset(1e-9));
    }

    private static double score(Baselines.Scores scores, int target) {
        double[] into = new double[5];
        scores.of(0, into);
        return into[target];
    }
}
