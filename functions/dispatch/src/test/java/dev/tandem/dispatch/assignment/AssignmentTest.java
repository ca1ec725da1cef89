package dev.tandem.dispatch.assignment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    private static final double NO = Double.POSITIVE_INFINITY;

    private static double[] random(Random random, int rows, int columns, int range, double density) {
        double[] cost = new double[rows * columns];
        for (int k = 0; k < cost.length; k++) {
            cost[k] = random.nextDouble() < density ? random.nextInt(range) - range / 4 : NO;
        }
        return cost;
    }

    private static int[] sparse(int rows, int columns, double[] cost) {
        int[] rowStart = new int[rows + 1];
        int[] column = new int[cost.length];
        double[] kept = new double[cost.length];
        int pairs = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                if (cost[i * columns + j] < NO) {
                    column[pairs] = j;
                    kept[pairs++] = cost[i * columns + j];
                }
            }
            rowStart[i + 1] = pairs;
        }
        return SparseAssignment.solve(columns, rowStart, column, kept);
    }

    /** How many rows have a column and what that costs; fails when a column is taken twice or a pair is impossible. */
    private static double[] value(int columns, double[] cost, int[] columnOfRow) {
        boolean[] taken = new boolean[columns];
        double sum = 0;
        int assigned = 0;
        for (int i = 0; i < columnOfRow.length; i++) {
            if (columnOfRow[i] >= 0) {
                assertThat(taken[columnOfRow[i]]).isFalse();
                taken[columnOfRow[i]] = true;
                assertThat(cost[i * columns + columnOfRow[i]]).isLessThan(NO);
                sum += cost[i * columns + columnOfRow[i]];
                assigned++;
            }
        }
        return new double[] {assigned, sum};
    }

    /** Most rows first, then least cost, by trying everything. */
    private static double[] bruteForce(int rows, int columns, double[] cost, int row, boolean[] taken) {
        if (row == rows) {
            return new double[] {0, 0};
        }
        double[] best = bruteForce(rows, columns, cost, row + 1, taken);
        for (int j = 0; j < columns; j++) {
            if (!taken[j] && cost[row * columns + j] < NO) {
                taken[j] = true;
                double[] rest = bruteForce(rows, columns, cost, row + 1, taken);
                taken[j] = false;
                double sum = rest[1] + cost[row * columns + j];
                if (rest[0] + 1 > best[0] || rest[0] + 1 == best[0] && sum < best[1]) {
                    best = new double[] {rest[0] + 1, sum};
                }
            }
        }
        return best;
    }

    @Test
    void bothAreOptimalWhereEverythingCanBeTried() {
        Random random = new Random(1);
        for (int round = 0; round < 3000; round++) {
            int rows = 1 + random.nextInt(6);
            int columns = rows + random.nextInt(3);
            double[] cost =
                    random(random, rows, columns, random.nextBoolean() ? 4 : 1000, random.nextBoolean() ? 1 : 0.6);
            double[] best = bruteForce(rows, columns, cost, 0, new boolean[columns]);
            double[] dense = value(columns, cost, DenseAssignment.solve(rows, columns, cost));
            double[] sparse = value(columns, cost, sparse(rows, columns, cost));
            assertThat(dense[0]).isEqualTo(best[0]);
            assertThat(sparse[0]).isEqualTo(best[0]);
            if (best[0] == rows) {
                assertThat(dense[1]).isEqualTo(best[1]);
                assertThat(sparse[1]).isEqualTo(best[1]);
            }
        }
    }

    @Test
    void sparseEqualsDenseOnLargerProblems() {
        Random random = new Random(2);
        for (int round = 0; round < 60; round++) {
            int rows = 20 + random.nextInt(80);
            int columns = rows + random.nextInt(60);
            double[] cost = random(random, rows, columns, round % 2 == 0 ? 10 : 1_000_000, round % 3 == 0 ? 1 : 0.5);
            double[] dense = value(columns, cost, DenseAssignment.solve(rows, columns, cost));
            assertThat(dense[0]).isEqualTo(rows);
            assertThat(value(columns, cost, sparse(rows, columns, cost))).isEqualTo(dense);
        }
    }

    @Test
    void wholeNumbersStayExactUpTo2To53() {
        long large = 1L << 50;
        double[] cost = {large + 1, large, large, large + 3};
        assertThat(value(2, cost, DenseAssignment.solve(2, 2, cost))[1]).isEqualTo((double) (2 * large));
        assertThat(value(2, cost, sparse(2, 2, cost))[1]).isEqualTo((double) (2 * large));
    }

    @Test
    void whatCannotBeAssignedStaysOut() {
        double[] cost = {5, NO, 3, NO};
        assertThat(DenseAssignment.solve(2, 2, cost)).containsExactlyInAnyOrder(0, -1);
        assertThat(sparse(2, 2, cost)).containsExactlyInAnyOrder(0, -1);
        assertThat(DenseAssignment.solve(0, 0, new double[0])).isEmpty();
        assertThat(SparseAssignment.solve(0, new int[] {0, 0}, new int[0], new double[0]))
                .containsExactly(-1);
        // More rows than columns is the sparse one's case.
        assertThat(sparse(3, 1, new double[] {4, 2, 3})).containsExactlyInAnyOrder(0, -1, -1);
    }

    @Test
    void badInputIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> DenseAssignment.solve(2, 1, new double[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> DenseAssignment.solve(1, 1, new double[] {Double.NaN}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparseAssignment.solve(1, new int[] {0, 1}, new int[] {1}, new double[] {1}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparseAssignment.solve(1, new int[] {0, 1}, new int[] {0}, new double[] {NO}));
    }

    @Test
    void theInputIsLeftAlone() {
        double[] cost = {1, 2, 3, 4};
        DenseAssignment.solve(2, 2, cost);
        assertThat(Arrays.equals(cost, new double[] {1, 2, 3, 4})).isTrue();
    }
}
