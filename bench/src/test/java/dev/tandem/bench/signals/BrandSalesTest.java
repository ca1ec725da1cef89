package dev.tandem.bench.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.signal.Competitors;
import dev.tandem.forecast.signal.SignalSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrandSalesTest {
    private static final String HEADER =
            "\"store\",\"brand\",\"week\",\"logmove\",\"constant\",\"price1\",\"price2\",\"deal\",\"feat\",\"profit\"\n";

    @TempDir
    Path folder;

    @Test
    void salesAfterTheOriginAreHiddenAndPlansAreNot() throws IOException {
        Files.writeString(folder.resolve("sales.csv"), HEADER + """
                7,1,40,2.302585093,1,2.0,3.0,0,0,1
                7,1,41,3.0,1,2.0,3.0,0,0,1
                7,1,42,4.0,1,1.0,3.0,1,1,1
                7,2,40,1.0,1,2.0,3.0,0,0,1
                7,2,42,1.0,1,2.0,3.5,1,0,1
                """);
        BrandSales sales = BrandSales.read(folder);
        assertThat(sales.lines()).hasSize(2);
        assertThat(sales.lines().getFirst().units()[0]).isCloseTo(10, within(1e-6));
        SignalSeries known = sales.knownAfter(41, 42).getFirst();
        assertThat(known.demand()).hasSize(2);
        assertThat(known.signals().getFirst().values()).containsExactly(2, 2, 1);
        assertThat(known.signals())
                .filteredOn(signal -> signal.name().equals(Competitors.PRICE))
                .singleElement()
                .satisfies(signal -> assertThat(signal.values()[2]).isCloseTo(3.5, within(1e-9)));
        assertThat(sales.lines().get(1).units()[1]).isNaN();
    }

    @Test
    void aFileOfAnotherKindIsRefused() throws IOException {
        assertThatThrownBy(() -> BrandSales.read(folder)).hasMessageContaining("no .csv");
        Files.writeString(folder.resolve("sales.csv"), "store,brand\n1,2\n");
        assertThatThrownBy(() -> BrandSales.read(folder)).hasMessageContaining("week");
    }

    @Test
    void bothSidesAreRoundedToUnits() {
        RelativeErrors errors = new RelativeErrors();
        errors.add(99.6, 110.4, new double[] {90, 95, 105, 110}, "a");
        assertThat(errors.metrics(true, true))
                .containsEntry("mape", 10.0)
                .containsEntry("wape a", 0.1)
                .containsEntry("coverage80", 1.0)
                .containsEntry("coverage95 a", 1.0);
    }
}
