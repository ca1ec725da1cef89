package dev.tandem.recommendation.graph;

/** The eigenvectors of a small symmetric matrix by cyclic Jacobi rotations (Golub, Van Loan, Matrix Computations, 8.5). */
final class Jacobi {
    private static final int SWEEPS = 30;

    private Jacobi() {}

    /** Leaves the eigenvalues on the diagonal of {@code matrix}; the columns of the answer are their vectors. */
    static double[][] diagonalize(double[][] matrix) {
        int size = matrix.length;
        double[][] vectors = new double[size][size];
        for (int i = 0; i < size; i++) {
            vectors[i][i] = 1;
        }
        for (int sweep = 0; sweep < SWEEPS && offDiagonal(matrix) > 1e-18; sweep++) {
            for (int p = 0; p < size; p++) {
                for (int q = p + 1; q < size; q++) {
                    rotate(matrix, vectors, p, q);
                }
            }
        }
        return vectors;
    }

    private static double offDiagonal(double[][] matrix) {
        double sum = 0;
        for (int p = 0; p < matrix.length; p++) {
            for (int q = p + 1; q < matrix.length; q++) {
                sum += matrix[p][q] * matrix[p][q];
            }
        }
        return sum;
    }

    private static void rotate(double[][] matrix, double[][] vectors, int p, int q) {
        if (matrix[p][q] == 0) {
            return;
        }
        double theta = (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q]);
        double tangent = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double cosine = 1 / Math.sqrt(tangent * tangent + 1);
        double sine = tangent * cosine;
        for (int k = 0; k < matrix.length; k++) {
            double atP = matrix[k][p];
            double atQ = matrix[k][q];
            matrix[k][p] = cosine * atP - sine * atQ;
            matrix[k][q] = sine * atP + cosine * atQ;
        }
        for (int k = 0; k < matrix.length; k++) {
            double atP = matrix[p][k];
            double atQ = matrix[q][k];
            matrix[p][k] = cosine * atP - sine * atQ;
            matrix[q][k] = sine * atP + cosine * atQ;
            double inP = vectors[k][p];
            double inQ = vectors[k][q];
            vectors[k][p] = cosine * inP - sine * inQ;
            vectors[k][q] = sine * inP + cosine * inQ;
        }
    }
}
