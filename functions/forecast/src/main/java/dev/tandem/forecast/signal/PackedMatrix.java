package dev.tandem.forecast.signal;

/** Symmetric matrices as their lower triangle, row after row: element (i, j) with j <= i at {@code i (i + 1) / 2 + j}. */
final class PackedMatrix {
    private PackedMatrix() {}

    static int size(int order) {
        return order * (order + 1) / 2;
    }

    static int at(int row, int column) {
        return row >= column ? row * (row + 1) / 2 + column : column * (column + 1) / 2 + row;
    }

    /** {@code a * x} of the lower triangle. */
    static double[] times(double[] a, double[] x) {
        double[] product = new double[x.length];
        for (int i = 0, at = 0; i < x.length; i++, at++) {
            for (int j = 0; j < i; j++, at++) {
                product[i] += a[at] * x[j];
                product[j] += a[at] * x[i];
            }
            product[i] += a[at] * x[i];
        }
        return product;
    }

    /**
     * The ridge towards a prior on the chosen coordinates: minimises {@code b'Ab - 2 m'b + sum w_i (b_i - prior_i)^2}; the others are
     * zero. By Cholesky; with positive weights there is always one solution.
     *
     * @param weights positive for every chosen coordinate
     */
    static double[] ridge(double[] gram, double[] moment, double[] prior, double[] weights, boolean[] chosen) {
        int[] index = new int[moment.length];
        int n = 0;
        for (int i = 0; i < moment.length; i++) {
            if (chosen[i]) {
                index[n++] = i;
            }
        }
        double[] factor = new double[size(n)];
        double[] solution = new double[n];
        for (int i = 0, at = 0; i < n; i++) {
            int row = index[i];
            for (int j = 0; j <= i; j++, at++) {
                double sum = gram[at(row, index[j])] + (i == j ? weights[row] : 0);
                for (int k = 0, left = at - j, above = j * (j + 1) / 2; k < j; k++) {
                    sum -= factor[left + k] * factor[above + k];
                }
                // A rounding error must not end in the root of a negative number.
                factor[at] = i == j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[at(j, j)];
            }
            double sum = moment[row] + weights[row] * prior[row];
            for (int k = 0; k < i; k++) {
                sum -= factor[at(i, k)] * solution[k];
            }
            solution[i] = sum / factor[at(i, i)];
        }
        double[] result = new double[moment.length];
        for (int i = n - 1; i >= 0; i--) {
            double sum = solution[i];
            for (int k = i + 1; k < n; k++) {
                sum -= factor[at(k, i)] * solution[k];
            }
            solution[i] = sum / factor[at(i, i)];
            result[index[i]] = solution[i];
        }
        return result;
    }
}
