package dev.tandem.bench.intent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.recommendation.intent.Quality;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TabularIntentTest {
    @TempDir
    Path folder;

    private ShopTable table(int rows, long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder text = new StringBuilder("Pages,Month,Shop,Revenue\n");
        for (int i = 0; i < rows; i++) {
            double pages = random.nextInt(40);
            String month = random.nextBoolean() ? "Nov" : "Feb";
            boolean buys = random.nextDouble() < (pages > 20 == month.equals("Nov") ? 0.8 : 0.1);
            text.append((int) pages)
                    .append(',')
                    .append(month)
                    .append(",\"")
                    .append(random.nextInt(5))
                    .append("\",");
            text.append(buys ? "TRUE" : "FALSE").append('\n');
        }
        Path file = folder.resolve("shop-" + seed + ".csv");
        Files.writeString(file, text.toString());
        return ShopTable.read(file.toString(), "Revenue");
    }

    @Test
    void choosesWhatSeesThatTwoColumnsBelongTogether() throws IOException {
        ShopTable test = table(600, 2);
        var answers = new TabularIntent(table(800, 1), test, line -> {}).answers();
        assertThat(answers)
                .extracting(TabularIntent.Answer::method)
                .contains("logistic-regression", "boosting")
                .endsWith("tandem");
        double tandem = Quality.auc(answers.getLast().probabilities(), test.labels());
        double regression = Quality.auc(answers.getFirst().probabilities(), test.labels());
        assertThat(tandem).isGreaterThan(0.8).isGreaterThan(regression + 0.1);
    }

    @Test
    void tellsWhichLineIsWrong() throws IOException {
        Path file = folder.resolve("bad.csv");
        Files.writeString(file, "A,Revenue\n1,TRUE\n2,maybe\n");
        assertThatThrownBy(() -> ShopTable.read(file.toString(), "Revenue"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("line 3");
        assertThatThrownBy(() -> ShopTable.read(file.toString(), "Bought")).hasMessageContaining("no column Bought");
    }

    @Test
    void aColumnCanBeLeftOut() throws IOException {
        ShopTable table = table(10, 3).without(Set.of("Month"));
        assertThat(table.columns()).containsExactly("Pages", "Shop");
        assertThat(table.cells()[0]).hasSize(2);
    }

    @Test
    void findsTheDenominatorOfARoundedFraction() {
        assertThat(Visit.parts(3.0, 60, 1e-6)).isEqualTo(1);
        assertThat(Visit.parts(2.666666667, 60, 1e-6)).isEqualTo(3);
        assertThat(Visit.parts(7 / 48.0, 60, 1e-6)).isEqualTo(48);
        assertThat(Visit.parts(Math.PI, 60, 1e-6)).isEqualTo(61);
    }
}
