package dev.tandem.forecast.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Small cases worked out by hand. */
class AccuracyTest {
    private static final double[] HISTORY = {0, 0, 1, 3, 2, 6};
    private static final double[] ACTUAL = {4, 8};
    private static final double[] FORECAST = {6, 8};

    @Test
    void pointErrorsOfM4() {
        assertThat(PointAccuracy.smape(ACTUAL, FORECAST)).isEqualTo(200 * 2 / 10.0 / 2, within(1e-12));
        assertThat(PointAccuracy.smape(new double[] {0}, new double[] {0})).isZero();
        // Changes 0, 1, 2, 1, 4: mean 1.6; over two periods 1, 3, 1, 3: mean 2.
        assertThat(PointAccuracy.mase(HISTORY, 1, ACTUAL, FORECAST)).isEqualTo(1 / 1.6, within(1e-12));
        assertThat(PointAccuracy.mase(HISTORY, 2, ACTUAL, FORECAST)).isEqualTo(0.5, within(1e-12));
        assertThat(PointAccuracy.owa(9, 3, 10, 2)).isEqualTo(1.2, within(1e-12));
    }

    @Test
    void squaredErrorsOfM5StartWithTheFirstSale() {
        // Changes since the first sale: 2, -1, 4; mean square 7. Squared errors 4 and 0.
        assertThat(PointAccuracy.rmsse(HISTORY, ACTUAL, FORECAST)).isEqualTo(Math.sqrt(2 / 7.0), within(1e-12));
    }

    @Test
    void intervals() {
        double[] lower = {5, 7};
        double[] upper = {7, 9};
        // Widths 2 and 2, one miss by 1 below at 2 / 0.05.
        assertThat(IntervalAccuracy.msis(HISTORY, 1, ACTUAL, lower, upper, 0.05))
                .isEqualTo((2 + 2 + 40) / 2.0 / 1.6, within(1e-12));
        assertThat(IntervalAccuracy.covered(ACTUAL, lower, upper)).isEqualTo(1);
        assertThat(IntervalAccuracy.pinball(ACTUAL, lower, 0.1)).isEqualTo((0.9 + 0.1) / 2, within(1e-12));
        // Mean absolute change since the first sale: 7 / 3.
        assertThat(IntervalAccuracy.scaledPinball(HISTORY, ACTUAL, new double[][] {lower}, new double[] {0.1}))
                .isEqualTo(0.5 / (7 / 3.0), within(1e-12));
    }

    @Test
    void portfolios() {
        PortfolioAccuracy all = new PortfolioAccuracy();
        all.add(HISTORY, ACTUAL, FORECAST, 3);
        all.add(new double[] {1, 2, 1}, new double[] {2, 2}, new double[] {1, 1}, 1);
        all.add(new double[] {5, 5, 5}, new double[] {4, 0}, new double[] {4, 0}, 100);
        assertThat(all.wape()).isEqualTo(4 / 20.0, within(1e-12));
        assertThat(all.bias()).isZero();
        assertThat(all.vn1()).isEqualTo(4 / 20.0, within(1e-12));
        assertThat(all.wrmsse()).isEqualTo((3 * Math.sqrt(2 / 7.0) + 1) / 4, within(1e-12));
    }
}
