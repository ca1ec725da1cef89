package dev.tandem.bench.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.Baseline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The competition published what its benchmarks reach; ours reach the same to three decimals. */
class OfficialFiguresTest {

    @Test
    void naive2AndSimpleSmoothingAreThoseOfTheM4Competition() throws IOException {
        List<M4File.Series> weekly = M4File.read(data("Weekly-train.csv"), data("Weekly-test.csv"), 13);
        M4Score naive2 = new M4Score(1);
        M4Score ses = new M4Score(1);
        for (M4File.Series one : weekly) {
            naive2.add(one, Baseline.NAIVE2.forecast(one.history(), 1, 13));
            ses.add(one, Baseline.SES.forecast(one.history(), 1, 13));
        }
        assertThat(naive2.smape()).isEqualTo(9.161, within(5e-4));
        assertThat(naive2.mase()).isEqualTo(2.777, within(5e-4));
        assertThat(ses.smape()).isEqualTo(9.012, within(5e-4));
        assertThat(ses.mase()).isEqualTo(2.685, within(5e-4));
        assertThat(ses.owa(naive2)).isEqualTo(0.975, within(5e-4));
    }

    /** The data set is not part of the project; it lies in {@code shared/data} beside it or beside a folder above. */
    private static Path data(String file) {
        Path folder = Path.of(System.getProperty("repositoryRoot", "."))
                .toAbsolutePath()
                .normalize();
        while (folder != null) {
            Path found = folder.resolve("shared/data/m4-weekly").resolve(file);
            if (Files.isReadable(found)) {
                return found;
            }
            folder = folder.getParent();
        }
        Assumptions.abort("shared/data/m4-weekly/" + file + " is not on this machine");
        throw new IllegalStateException();
    }
}
