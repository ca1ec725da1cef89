package dev.tandem.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DemandForecastTest {

    @Test
    void quantilesThatCrossAreSorted() {
        double[][] quantiles = rows();
        quantiles[6][0] = -5;
        DemandForecast forecast = new DemandForecast("x", new double[] {6}, quantiles);
        for (int row = 1; row < DemandForecast.levelCount(); row++) {
            assertThat(forecast.quantiles()[row][0]).isGreaterThanOrEqualTo(forecast.quantiles()[row - 1][0]);
        }
        assertThat(forecast.quantiles()[0][0]).isEqualTo(-5);
        assertThat(forecast.atLeastZero().quantiles()[0][0]).isZero();
    }

    @Test
    void levelsBetweenTheHeldOnesLieBetween() {
        DemandForecast forecast = new DemandForecast("x", new double[] {6}, rows());
        assertThat(forecast.quantile(0.5, 0)).isEqualTo(6);
        assertThat(forecast.quantile(0.45, 0)).isEqualTo(5.5, within(1e-9));
        assertThat(forecast.quantile(0.001, 0)).isZero();
        assertThat(forecast.quantile(0.999, 0)).isEqualTo(12);
    }

    @Test
    void whatIsNotAForecastIsRefused() {
        assertThatThrownBy(() -> new DemandForecast("x", new double[] {Double.NaN}, rows()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DemandForecast("x", new double[2], rows()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DemandForecast("x", new double[1], new double[2][1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static double[][] rows() {
        double[][] rows = new double[DemandForecast.levelCount()][1];
        for (int row = 0; row < rows.length; row++) {
            rows[row][0] = row;
        }
        return rows;
    }
}
