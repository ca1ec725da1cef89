package dev.tandem.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ThetaTest {

    @Test
    void aStraightLineGoesOnWithHalfItsSlopeInTheClassicForm() {
        double[] line = new double[30];
        Arrays.setAll(line, t -> 10 + 2.0 * t);
        double[] mean = Theta.classic(line).ahead(line, new int[] {30}, 3)[0];
        assertThat(mean[2] - mean[1]).isEqualTo(1, within(1e-9));
    }

    @Test
    void aStraightLineGoesOnWithItsSlopeInTheOptimisedForm() {
        double[] line = new double[30];
        Arrays.setAll(line, t -> 10 + 2.0 * t);
        double[] mean = Theta.optimised(line).ahead(line, new int[] {30}, 3)[0];
        assertThat(mean).containsExactly(new double[] {70, 72, 74}, within(0.05));
    }

    /** The closed form leaves no better start or share for its weight. */
    @Test
    void startAndShareAreTheBestForTheirWeight() {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            double[] walk = new double[50];
            for (int t = 1; t < walk.length; t++) {
                walk[t] = walk[t - 1] + 0.2 + random.nextGaussian();
            }
            Theta theta = Theta.optimised(walk);
            double least = squares(walk, theta);
            for (double change : new double[] {-0.1, -0.01, 0.01, 0.1}) {
                Theta start = new Theta(0, theta.alpha(), theta.start() + change, theta.share());
                Theta share = new Theta(0, theta.alpha(), theta.start(), Math.clamp(theta.share() + change, 0, 1));
                assertThat(squares(walk, start)).isGreaterThanOrEqualTo(least * (1 - 1e-9));
                assertThat(squares(walk, share)).isGreaterThanOrEqualTo(least * (1 - 1e-9));
            }
        }
    }

    /** Of one-step errors with the slope of the whole history. */
    private static double squares(double[] series, Theta theta) {
        double mean = Arrays.stream(series).average().orElseThrow();
        double sxy = 0;
        double sxx = 0;
        for (int t = 0; t < series.length; t++) {
            double x = t - (series.length - 1) / 2.0;
            sxy += x * (series[t] - mean);
            sxx += x * x;
        }
        double level = theta.start();
        double sum = 0;
        for (int t = 0; t < series.length; t++) {
            double builtUp = (1 - Math.pow(1 - theta.alpha(), t)) / theta.alpha();
            double error = series[t] - level - theta.share() * sxy / sxx * builtUp;
            sum += error * error;
            level += theta.alpha() * (series[t] - level);
        }
        return sum;
    }
}
