package dev.tandem.forecast.retail;

import java.util.Collections;
import java.util.List;

/**
 * How far the regression is drawn to exponential smoothing of the series itself, by a geometric mean: where the two disagree the smaller one
 * is right more often, because single large orders raise either. Combining simple forecasts is hard to beat (Clemen 1989).
 *
 * @param weight of smoothing, 0 to 1
 * @param lift factor that gives back half of what the geometric mean takes from all series together
 */
public record Blend(double weight, double lift) {
    static final Blend NONE = new Blend(0, 1);

    private static final double[] WEIGHTS = {0, 0.1, 0.2, 0.3};
    private static final double MOST_LIFT = 1.25;

    static List<Blend> none() {
        return Collections.nCopies(Block.ALL.size(), NONE);
    }

    double of(double regression, double smoothed) {
        return weight == 0 ? regression : lift * Math.pow(regression, 1 - weight) * Math.pow(smoothed, weight);
    }

    /** What each weight would have been worth. */
    static final class Trial {
        private double regressions;
        private final double[] blends = new double[WEIGHTS.length];
        private final double[] products = new double[WEIGHTS.length];
        private final double[] squares = new double[WEIGHTS.length];

        /** @param importance of the squared error */
        void add(double regression, double smoothed, double sold, double importance) {
            regressions += regression;
            for (int i = 0; i < WEIGHTS.length; i++) {
                double blend = new Blend(WEIGHTS[i], 1).of(regression, smoothed);
                blends[i] += blend;
                products[i] += importance * blend * sold;
                squares[i] += importance * blend * blend;
            }
        }

        /** Of least weighted squares. */
        Blend best() {
            Blend best = NONE;
            double least = squares[0] - 2 * products[0];
            for (int i = 1; i < WEIGHTS.length; i++) {
                double lift = blends[i] > 0 ? Math.clamp(Math.sqrt(regressions / blends[i]), 1, MOST_LIFT) : 1;
                double loss = lift * lift * squares[i] - 2 * lift * products[i];
                if (loss < least) {
                    least = loss;
                    best = new Blend(WEIGHTS[i], lift);
                }
            }
            return best;
        }
    }
}
