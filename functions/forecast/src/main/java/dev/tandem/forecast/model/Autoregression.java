package dev.tandem.forecast.model;

import java.util.Arrays;

/**
 * A long autoregression of the changes from one value to the next: Yule-Walker equations with a ridge that grows with the lag, which keeps
 * short histories near a random walk, and with changes beyond four robust standard deviations cut off. The autocovariances are those of
 * the whole series, so that the forecast never explodes. Sources: Brockwell and Davis (1991) chapter 8; ridge as in the Minnesota prior
 * (Litterman 1986). With lags up to a year and a bit it finds a yearly pattern in weekly data without being told of one.
 *
 * @param coefficients of lag 1, 2, ...
 * @param change mean change, which is added to every step in part
 * @param limit changes are cut to this size before they enter
 */
record Autoregression(double[] coefficients, double change, double limit, double innovation, int length)
        implements Fitted {
    private static final int LONGEST = 53;
    private static final double RIDGE = 3;
    private static final double GROWTH = 0.2;
    /** How much of the mean change goes on: all of it is right for steady growth, none for a random walk. */
    private static final double DRIFT = 0.55;

    private static final double ROBUST_DEVIATIONS = 4;
    private static final double NORMAL_OVER_MEAN_SIZE = Math.sqrt(Math.PI / 2);

    /** As many lags as the length allows, an eighth of it, from 4 to 53. */
    static Autoregression longest(double[] series) {
        return fit(series, Math.clamp(series.length / 8, 4, LONGEST));
    }

    /** @param series at least 2 values */
    static Autoregression fit(double[] series, int order) {
        int n = series.length - 1;
        double[] changes = new double[n];
        for (int t = 0; t < n; t++) {
            changes[t] = series[t + 1] - series[t];
        }
        double limit = ROBUST_DEVIATIONS * robustDeviation(changes);
        double mean = 0;
        for (int t = 0; t < n; t++) {
            changes[t] = Math.clamp(changes[t], -limit, limit);
            mean += changes[t] / n;
        }
        int lags = Math.min(order, n / 2);
        for (int t = 0; t < n; t++) {
            changes[t] -= mean;
        }
        double[] covariances = new double[lags + 1];
        for (int lag = 0; lag <= lags; lag++) {
            covariances[lag] = dot(changes, changes, lag, n - lag);
        }
        if (covariances[0] <= 0) {
            return new Autoregression(new double[0], mean, limit, 0, n);
        }
        double[][] matrix = new double[lags][lags];
        for (int i = 0; i < lags; i++) {
            for (int j = 0; j < lags; j++) {
                matrix[i][j] = covariances[Math.abs(i - j)];
            }
            matrix[i][i] += covariances[0] * (1e-9 + RIDGE * (1 + GROWTH * (i + 1)) / n);
        }
        double[] coefficients = solve(matrix, Arrays.copyOfRange(covariances, 1, lags + 1));
        double variance = covariances[0];
        for (int lag = 1; lag <= lags; lag++) {
            variance -= coefficients[lag - 1] * covariances[lag];
        }
        return new Autoregression(coefficients, mean, limit, Math.sqrt(variance / (n - fitted(lags, n))), n);
    }

    /** Parameters that residuals are too small by: the mean, and of each lag what its ridge leaves free. At most two thirds of the values. */
    private static double fitted(int lags, int n) {
        return Math.min(1 + lags / (1 + RIDGE * (1 + GROWTH * lags / 2) / n), n * 2 / 3.0);
    }

    @Override
    public double[][] ahead(double[] series, int[] origins, int horizon) {
        double[][] all = new double[origins.length][horizon];
        int order = coefficients.length;
        double[] oldestFirst = new double[order];
        for (int lag = 1; lag <= order; lag++) {
            oldestFirst[order - lag] = coefficients[lag - 1];
        }
        for (int o = 0; o < origins.length; o++) {
            int origin = origins[o];
            double[] changes = new double[order + horizon];
            for (int i = 0; i < order; i++) {
                int t = origin - order + i;
                double before = t > 0 ? series[t] - series[t - 1] : change;
                changes[i] = Math.clamp(before, -limit, limit) - change;
            }
            double level = series[origin - 1];
            for (int step = 0; step < horizon; step++) {
                double sum = dot(oldestFirst, changes, step, order);
                changes[order + step] = sum;
                level += sum + DRIFT * change;
                all[o][step] = level;
            }
        }
        return all;
    }

    /** The standard deviation of the error of each step, if the model were true: what a shock comes to, and whether the mean change goes on. */
    double[] deviations(int horizon) {
        double[] responses = new double[horizon];
        double[] deviations = new double[horizon];
        double remaining = 1;
        for (double coefficient : coefficients) {
            remaining -= coefficient;
        }
        double slope = Math.hypot(innovation / Math.max(remaining, 0.2) / Math.sqrt(length), change);
        double level = 0;
        double sum = 0;
        for (int step = 0; step < horizon; step++) {
            double response = step == 0 ? 1 : 0;
            for (int lag = 1; lag <= Math.min(step, coefficients.length); lag++) {
                response += coefficients[lag - 1] * responses[step - lag];
            }
            responses[step] = response;
            level += response;
            sum += level * level;
            deviations[step] = Math.hypot(innovation * Math.sqrt(sum), slope * (step + 1));
        }
        return deviations;
    }

    /** From the mean size of a change, once more without those beyond the cut. */
    private static double robustDeviation(double[] changes) {
        double deviation = Double.MAX_VALUE / ROBUST_DEVIATIONS;
        for (int round = 0; round < 3; round++) {
            double sum = 0;
            int count = 0;
            for (double change : changes) {
                double size = Math.abs(change);
                if (size <= ROBUST_DEVIATIONS * deviation) {
                    sum += size;
                    count++;
                }
            }
            if (sum == 0) {
                return deviation;
            }
            deviation = NORMAL_OVER_MEAN_SIZE * sum / count;
        }
        return deviation;
    }

    /** Cholesky, in place; the matrix is positive definite through its ridge. */
    private static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                matrix[i][j] = (matrix[i][j] - dot(matrix[i], matrix[j], 0, j)) / matrix[j][j];
            }
            matrix[i][i] = Math.sqrt(matrix[i][i] - dot(matrix[i], matrix[i], 0, i));
            right[i] = (right[i] - dot(matrix[i], right, 0, i)) / matrix[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            right[i] /= matrix[i][i];
            for (int k = 0; k < i; k++) {
                right[k] -= matrix[i][k] * right[i];
            }
        }
        return right;
    }

    /** Four sums at once: one alone waits for each addition. */
    private static double dot(double[] a, double[] b, int from, int count) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < count; i += 4) {
            sum0 += a[i] * b[from + i];
            sum1 += a[i + 1] * b[from + i + 1];
            sum2 += a[i + 2] * b[from + i + 2];
            sum3 += a[i + 3] * b[from + i + 3];
        }
        for (; i < count; i++) {
            sum0 += a[i] * b[from + i];
        }
        return sum0 + sum1 + sum2 + sum3;
    }
}
