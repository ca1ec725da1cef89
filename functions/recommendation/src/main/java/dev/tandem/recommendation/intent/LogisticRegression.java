package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.GradientBoosting;

/**
 * Logistic regression with an L2 penalty on standardised features, fitted by Newton's method (iteratively reweighted least squares);
 * missing values count as the mean. Deterministic.
 */
public final class LogisticRegression {
    private static final int MOST_STEPS = 50;
    private static final int MOST_HALVINGS = 20;
    private static final double ENOUGH = 1e-8;

    private final double intercept;
    private final double[] weights;
    private final double[] means;

    private LogisticRegression(double intercept, double[] weights, double[] means) {
        this.intercept = intercept;
        this.weights = weights;
        this.means = means;
    }

    /**
     * @param l2 penalty: l2/2 times the sum of the squared weights of the standardised features, beside the summed log loss
     * @throws IllegalArgumentException when the examples are of one class alone
     */
    public static LogisticRegression train(Examples examples, double l2) {
        if (!examples.hasBothClasses()) {
            throw new IllegalArgumentException("There is nothing to learn from one class alone");
        }
        int n = examples.size();
        int width = examples.width();
        double[] means = new double[width];
        double[] scales = new double[width];
        double[][] x = standardised(examples.rows(), means, scales);
        double[] beta = new double[width + 1];
        beta[width] = GradientBoosting.logOdds((double) examples.positives() / n);
        double objective = objective(x, examples.labels(), beta, l2);
        for (int step = 0; step < MOST_STEPS; step++) {
            double[] direction = newton(x, examples.labels(), beta, l2);
            double share = 1;
            double[] next = moved(beta, direction, share);
            double found = objective(x, examples.labels(), next, l2);
            for (int halving = 0; found > objective && halving < MOST_HALVINGS; halving++) {
                share /= 2;
                next = moved(beta, direction, share);
                found = objective(x, examples.labels(), next, l2);
            }
            if (found > objective) {
                break;
            }
            double gained = objective - found;
            beta = next;
            objective = found;
            if (gained < ENOUGH * n) {
                break;
            }
        }
        double[] weights = new double[width];
        for (int f = 0; f < width; f++) {
            weights[f] = scales[f] == 0 ? 0 : beta[f] / scales[f];
        }
        return new LogisticRegression(beta[width], weights, means);
    }

    private static double[][] standardised(float[][] rows, double[] means, double[] scales) {
        int width = means.length;
        int[] counts = new int[width];
        for (float[] row : rows) {
            for (int f = 0; f < width; f++) {
                if (!Float.isNaN(row[f])) {
                    means[f] += row[f];
                    counts[f]++;
                }
            }
        }
        for (int f = 0; f < width; f++) {
            means[f] /= Math.max(1, counts[f]);
        }
        double[][] x = new double[rows.length][width + 1];
        for (int r = 0; r < rows.length; r++) {
            for (int f = 0; f < width; f++) {
                x[r][f] = Float.isNaN(rows[r][f]) ? 0 : rows[r][f] - means[f];
                scales[f] += x[r][f] * x[r][f];
            }
            x[r][width] = 1;
        }
        for (int f = 0; f < width; f++) {
            scales[f] = Math.sqrt(scales[f] / rows.length);
            if (scales[f] < 1e-9) {
                scales[f] = 0;
            }
        }
        for (double[] row : x) {
            for (int f = 0; f < width; f++) {
                row[f] = scales[f] == 0 ? 0 : row[f] / scales[f];
            }
        }
        return x;
    }

    private static double objective(double[][] x, boolean[] labels, double[] beta, double l2) {
        double sum = 0;
        for (int r = 0; r < x.length; r++) {
            double z = labels[r] ? -dot(x[r], beta) : dot(x[r], beta);
            sum += z > 30 ? z : Math.log1p(Math.exp(z));
        }
        for (int f = 0; f < beta.length - 1; f++) {
            sum += l2 / 2 * beta[f] * beta[f];
        }
        return sum;
    }

    private static double[] moved(double[] beta, double[] direction, double share) {
        double[] next = beta.clone();
        for (int f = 0; f < next.length; f++) {
            next[f] -= share * direction[f];
        }
        return next;
    }

    /** Inverse Hessian times gradient, by Cholesky's decomposition. */
    private static double[] newton(double[][] x, boolean[] labels, double[] beta, double l2) {
        int size = beta.length;
        double[][] hessian = new double[size][size];
        double[] gradient = new double[size];
        for (int r = 0; r < x.length; r++) {
            double[] row = x[r];
            double p = GradientBoosting.probability(dot(row, beta));
            double residual = p - (labels[r] ? 1 : 0);
            double weight = Math.max(p * (1 - p), 1e-9);
            for (int i = 0; i < size; i++) {
                gradient[i] += residual * row[i];
                double factor = weight * row[i];
                if (factor != 0) {
                    double[] line = hessian[i];
                    for (int j = 0; j <= i; j++) {
                        line[j] += factor * row[j];
                    }
                }
            }
        }
        for (int i = 0; i < size; i++) {
            if (i < size - 1) {
                gradient[i] += l2 * beta[i];
                hessian[i][i] += l2;
            }
            hessian[i][i] += 1e-9;
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = hessian[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= hessian[i][k] * hessian[j][k];
                }
                hessian[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / hessian[j][j];
            }
        }
        for (int i = 0; i < size; i++) {
            for (int k = 0; k < i; k++) {
                gradient[i] -= hessian[i][k] * gradient[k];
            }
            gradient[i] /= hessian[i][i];
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int k = i + 1; k < size; k++) {
                gradient[i] -= hessian[k][i] * gradient[k];
            }
            gradient[i] /= hessian[i][i];
        }
        return gradient;
    }

    private static double dot(double[] row, double[] beta) {
        double sum = 0;
        for (int f = 0; f < beta.length; f++) {
            sum += row[f] * beta[f];
        }
        return sum;
    }

    /** Log odds of a purchase. */
    public double logOdds(float[] row) {
        double sum = intercept;
        for (int f = 0; f < weights.length; f++) {
            if (!Float.isNaN(row[f])) {
                sum += weights[f] * (row[f] - means[f]);
            }
        }
        return sum;
    }

    public double probability(float[] row) {
        return GradientBoosting.probability(logOdds(row));
    }

    int width() {
        return weights.length;
    }

    void put(ModelFile file) {
        file.put("intercept", new double[] {intercept}).put("weights", weights).put("means", means);
    }

    static LogisticRegression of(ModelFile file) throws ModelFormatException {
        double[] intercept = file.doubles("intercept");
        double[] weights = file.doubles("weights");
        double[] means = file.doubles("means");
        if (intercept.length != 1 || weights.length != means.length) {
            throw new ModelFormatException("The regression's arrays differ in length");
        }
        return new LogisticRegression(intercept[0], weights, means);
    }
}
