package dev.tandem.forecast.model;

import java.util.function.ToDoubleFunction;

/**
 * The simplex search of Nelder and Mead (1965) in the variant of Nash (Compact Numerical Methods for Computers, 1990, algorithm 19) with
 * start, coefficients and tolerance of the published benchmarks of the M4 competition. It is here to reproduce their figures, stops on the
 * way included; what need not be the same takes its optimisers from Hipparchus or a closed form.
 */
final class NelderMead {
    private static final double TOLERANCE = Math.sqrt(Math.ulp(1.0));
    private static final int CALLS = 2000;

    private final ToDoubleFunction<double[]> function;
    private final double[][] points;
    private final double[] values;
    private int calls;

    private NelderMead(ToDoubleFunction<double[]> function, double[] start) {
        this.function = function;
        points = new double[start.length + 1][];
        values = new double[start.length + 1];
        double step = 0.1;
        for (double one : start) {
            step = Math.max(step, 0.1 * Math.abs(one));
        }
        for (int i = 0; i < points.length; i++) {
            points[i] = start.clone();
            if (i > 0) {
                points[i][i - 1] += step;
            }
            values[i] = value(points[i]);
        }
    }

    /** @param function may answer infinity where a point is not allowed */
    static double[] minimise(ToDoubleFunction<double[]> function, double[] start) {
        NelderMead search = new NelderMead(function, start);
        double tolerance = TOLERANCE * (Math.abs(search.values[0]) + TOLERANCE);
        while (search.calls < CALLS && search.values[search.worst()] > search.values[search.best()] + tolerance) {
            search.step();
        }
        return search.points[search.best()];
    }

    private void step() {
        int best = best();
        int worst = worst();
        double[] centre = new double[points[0].length];
        for (int i = 0; i < points.length; i++) {
            for (int k = 0; k < centre.length && i != worst; k++) {
                centre[k] += points[i][k] / centre.length;
            }
        }
        double[] mirrored = between(points[worst], centre, 2);
        double mirroredValue = value(mirrored);
        if (mirroredValue < values[best]) {
            double[] farther = between(points[worst], centre, 3);
            double value = value(farther);
            replace(worst, value < mirroredValue ? farther : mirrored, Math.min(value, mirroredValue));
            return;
        }
        boolean gained = mirroredValue < values[worst];
        if (gained) {
            replace(worst, mirrored, mirroredValue);
        }
        double[] nearer = between(points[worst], centre, 0.5);
        double value = value(nearer);
        if (value < values[worst]) {
            replace(worst, nearer, value);
        } else if (!gained) {
            for (int i = 0; i < points.length; i++) {
                if (i != best) {
                    double[] halfway = between(points[best], points[i], 0.5);
                    replace(i, halfway, value(halfway));
                }
            }
        }
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] point = from.clone();
        for (int k = 0; k < point.length; k++) {
            point[k] += share * (to[k] - from[k]);
        }
        return point;
    }

    private double value(double[] point) {
        calls++;
        return Math.min(1e35, function.applyAsDouble(point));
    }

    private void replace(int i, double[] point, double value) {
        points[i] = point;
        values[i] = value;
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < values.length; i++) {
            best = values[i] < values[best] ? i : best;
        }
        return best;
    }

    private int worst() {
        int worst = 0;
        for (int i = 1; i < values.length; i++) {
            worst = values[i] > values[worst] ? i : worst;
        }
        return worst;
    }
}
