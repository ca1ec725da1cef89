package dev.tandem.forecast.signal;

import org.hipparchus.special.Erf;

/**
 * Errors of log forecasts of a group, in units of the spread of the series.
 *
 * @param alpha smoothing weight of the level that erred least
 * @param scale usual spread of a series
 * @param unsure one over the number of independent errors that these come from
 * @param points {@code [0 without, 1 with a promotion][point]}: values at evenly spaced shares, ascending
 * @param pointLevel the quantile for a single number that is judged in percent and in units, in a period without a promotion. The median
 *     errs least in units, a value below it in percent (Gneiting 2011); this one loses the same share against the best of both
 */
public record ErrorDistribution(double alpha, double scale, double unsure, double[][] points, double pointLevel) {
    static final int POINTS = 101;
    private static final double DEFAULT_ALPHA = 0.1;
    private static final double DEFAULT_SCALE = 0.5;

    static ErrorDistribution of(double alpha, double scale, double unsure, double[][] points) {
        return new ErrorDistribution(alpha, scale, unsure, points, pointLevel(points[0], scale));
    }

    /** Normal errors with a wide spread, before any were seen. */
    static ErrorDistribution wide() {
        double[] normal = new double[POINTS];
        for (int point = 0; point < POINTS; point++) {
            normal[point] = Math.sqrt(2) * Erf.erfInv(2 * (point + 0.5) / POINTS - 1);
        }
        return of(DEFAULT_ALPHA, DEFAULT_SCALE, 0, new double[][] {normal, normal});
    }

    /** The spread of a series, drawn to that of its group where the series is short. */
    double spread(SeriesEffects effects) {
        int prior = 20;
        int known = effects.known();
        return known < 2
                ? scale
                : Math.exp((known * Math.log(effects.scale()) + prior * Math.log(scale)) / (known + prior));
    }

    /** A level is taken as far out as conformal prediction takes it for so many errors (Vovk, Gammerman, Shafer 2005). */
    double quantile(double level, boolean promoted) {
        double[] state = points[promoted ? 1 : 0];
        double outer = 0.5 + (level - 0.5) * (1 + unsure);
        double rank = Math.clamp(outer * POINTS - 0.5, 0, POINTS - 1);
        int below = Math.min((int) rank, POINTS - 2);
        return state[below] + (rank - below) * (state[below + 1] - state[below]);
    }

    /** Expected value of {@code exp(error)}. */
    double meanFactor(double spread, boolean promoted) {
        double sum = 0;
        for (double point : points[promoted ? 1 : 0]) {
            sum += Math.exp(spread * point);
        }
        return sum / POINTS;
    }

    /** In a promotion, where most units are at stake, the single number stays halfway to the median. */
    double point(boolean promoted) {
        return quantile(promoted ? (0.5 + pointLevel) / 2 : pointLevel, promoted);
    }

    private static double pointLevel(double[] errors, double scale) {
        int point = POINTS / 2;
        double inUnits = losses(errors, scale, errors[point])[1];
        double inPercent = Double.POSITIVE_INFINITY;
        for (int below = point; below >= 0; below--) {
            inPercent = Math.min(inPercent, losses(errors, scale, errors[below])[0]);
        }
        for (; point > 0; point--) {
            double[] losses = losses(errors, scale, errors[point]);
            if (losses[0] / inPercent <= losses[1] / inUnits) {
                break;
            }
        }
        return (point + 0.5) / POINTS;
    }

    /** Mean error in percent of the actual, and in units. */
    private static double[] losses(double[] errors, double scale, double forecast) {
        double[] losses = new double[2];
        for (double error : errors) {
            losses[0] += Math.abs(1 - Math.exp(scale * (forecast - error)));
            losses[1] += Math.abs(Math.exp(scale * error) - Math.exp(scale * forecast));
        }
        return losses;
    }
}
