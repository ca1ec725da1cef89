package dev.tandem.forecast.retail;

import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;

/** Sums of a weighted least-squares regression without intercept. */
final class Moments {
    /** Ridge: the share of a feature's own sum of squares, and so many cases more that speak for the prior. */
    private static final double RIDGE = 1e-3;

    private static final double PRIOR_CASES = 100;
    private static final double SMALLEST = 1e-12;

    private final double[][] squares;
    private final double[] products;
    private int cases;

    Moments(int features) {
        squares = new double[features][features];
        products = new double[features];
    }

    void add(double[] x, double y, double weight) {
        for (int i = 0; i < x.length; i++) {
            double scaled = weight * x[i];
            if (scaled != 0) {
                for (int j = 0; j <= i; j++) {
                    squares[i][j] += scaled * x[j];
                }
                products[i] += scaled * y;
            }
        }
        cases++;
    }

    void add(Moments other) {
        for (int i = 0; i < products.length; i++) {
            for (int j = 0; j <= i; j++) {
                squares[i][j] += other.squares[i][j];
            }
            products[i] += other.products[i];
        }
        cases += other.cases;
    }

    /** Coefficients of least squares, drawn towards the prior the more the fewer cases there are. */
    double[] solve(double[] prior) {
        if (cases == 0) {
            return prior.clone();
        }
        int n = products.length;
        double[][] matrix = new double[n][n];
        double[] right = products.clone();
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                matrix[i][j] = squares[i][j];
                matrix[j][i] = squares[i][j];
            }
            double penalty = squares[i][i] * (RIDGE + PRIOR_CASES / cases) + SMALLEST * (1 + squares[0][0]);
            matrix[i][i] += penalty;
            right[i] += penalty * prior[i];
        }
        return new CholeskyDecomposition(new Array2DRowRealMatrix(matrix, false), 1e-9, 0)
                .getSolver()
                .solve(new ArrayRealVector(right, false))
                .toArray();
    }

    int cases() {
        return cases;
    }
}
