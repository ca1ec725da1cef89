package dev.tandem.forecast.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LifeCycleTest {
    private static final int YEAR = 52;

    @Test
    void aProductWithoutSalesAndOneJustLaunchedAreNew() {
        assertThat(LifeCycle.of(new double[30], 30, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.NEW);
        double[] launched = steady(60, 10);
        Arrays.fill(launched, 0, 52, 0);
        LifeCycle life = LifeCycle.of(launched, 60, YEAR, 1, null);
        assertThat(life.stage()).isEqualTo(LifeCycleStage.NEW);
        assertThat(life.periodsOnSale()).isEqualTo(8);
        assertThat(life.evidence("weeks")).contains("8 weeks");
    }

    @Test
    void steadySalesAreMature() {
        assertThat(LifeCycle.of(steady(104, 10), 104, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.MATURE);
    }

    @Test
    void salesThatFallAndStayLowDecline() {
        double[] history = steady(104, 10);
        for (int t = 80; t < 104; t++) {
            history[t] = Math.floor(history[t] / 5);
        }
        LifeCycle life = LifeCycle.of(history, 104, YEAR, 1, null);
        assertThat(life.stage()).isEqualTo(LifeCycleStage.DECLINE);
        assertThat(life.evidence("weeks")).contains("%", "last year");
    }

    @Test
    void theEndOfASeasonIsNoDecline() {
        double[] history = new double[2 * YEAR + 13];
        double[] noise = steady(history.length, 10);
        for (int t = 0; t < history.length; t++) {
            // four good months, then eight poor ones, every year
            history[t] = t % YEAR >= 35 ? 4 * noise[t] : noise[t] / 2;
        }
        assertThat(LifeCycle.of(history, history.length, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.MATURE);
    }

    @Test
    void aFallThatTheWholeCategoryShowsIsNoDecline() {
        double[] history = steady(80, 10);
        for (int t = 67; t < 80; t++) {
            history[t] /= 3;
        }
        assertThat(LifeCycle.of(history, 80, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.DECLINE);
        assertThat(LifeCycle.of(history, 80, YEAR, 1.0 / 3, null).stage()).isEqualTo(LifeCycleStage.MATURE);
    }

    @Test
    void aStageIsLeftLaterThanItIsEntered() {
        double[] history = steady(80, 10);
        for (int t = 67; t < 80; t++) {
            history[t] *= 0.6;
        }
        assertThat(LifeCycle.of(history, 80, YEAR, 1, LifeCycleStage.MATURE).stage())
                .isEqualTo(LifeCycleStage.MATURE);
        assertThat(LifeCycle.of(history, 80, YEAR, 1, LifeCycleStage.DECLINE).stage())
                .isEqualTo(LifeCycleStage.DECLINE);
        double[] young = steady(15, 10);
        assertThat(LifeCycle.of(young, 15, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.MATURE);
        assertThat(LifeCycle.of(young, 15, YEAR, 1, LifeCycleStage.NEW).stage()).isEqualTo(LifeCycleStage.NEW);
    }

    @Test
    void stockOutsDoNotMakeADecline() {
        double[] history = steady(104, 10);
        Arrays.fill(history, 85, 102, Double.NaN);
        assertThat(LifeCycle.of(history, 104, YEAR, 1, null).stage()).isEqualTo(LifeCycleStage.MATURE);
    }

    private static double[] steady(int periods, double level) {
        Random random = new Random(3);
        return random.doubles(periods, level - 3, level + 3).map(Math::rint).toArray();
    }
}
