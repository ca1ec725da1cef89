package dev.tandem.dispatch.assignment;

import java.util.Arrays;

/**
 * Each row gets a column of its own so that the sum of costs is smallest, where most pairs are impossible. Shortest augmenting paths
 * with reduced costs by Dijkstra's method (Jonker and Volgenant, "A shortest augmenting path algorithm for dense and sparse linear
 * assignment problems", Computing 38, 1987), with a binary heap in place of their list.
 *
 * <p>Costs may be negative and need not be whole; while every sum of {@code rows} costs is a whole number below 2^53 the answer is exact.
 */
public final class SparseAssignment {
    private SparseAssignment() {}

    /**
     * @param columns how many columns there are; may be fewer than the rows
     * @param rowStart where the pairs of each row start in the next two arrays; one longer than the rows are many
     * @param column the column of each pair, once per row at most
     * @param cost the finite cost of each pair
     * @return the column of each row. When not every row can have one, -1 for the others: as many as possible are assigned, but which
     *     of them stay out is not by cost; give each row a column of its own with the cost of staying out to decide that.
     * @throws IllegalArgumentException when a cost is not finite or a column does not exist
     */
    public static int[] solve(int columns, int[] rowStart, int[] column, double[] cost) {
        return new Search(columns, rowStart, column, cost).run();
    }

    private static final class Search {
        private final int[] rowStart;
        private final int[] column;
        private final double[] cost;
        private final int[] columnOfRow;
        private final int[] rowOfColumn;
        private final double[] price;
        private final double[] distance;
        private final int[] cameFrom;
        private final int[] touched;
        private final boolean[] settled;
        private final int[] heap;
        private final int[] place;
        private int heapSize;

        Search(int columns, int[] rowStart, int[] column, double[] cost) {
            this.rowStart = rowStart;
            this.column = column;
            this.cost = cost;
            int rows = rowStart.length - 1;
            for (int k = rowStart[0]; k < rowStart[rows]; k++) {
                if (!Double.isFinite(cost[k]) || column[k] < 0 || column[k] >= columns) {
                    throw new IllegalArgumentException(
                            "Pair " + k + " has cost " + cost[k] + " and column " + column[k]);
                }
            }
            columnOfRow = new int[rows];
            rowOfColumn = new int[columns];
            price = new double[columns];
            distance = new double[columns];
            cameFrom = new int[columns];
            touched = new int[columns];
            settled = new boolean[columns];
            heap = new int[columns];
            place = new int[columns];
            Arrays.fill(columnOfRow, -1);
            Arrays.fill(rowOfColumn, -1);
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
        }

        int[] run() {
            for (int row = 0; row < columnOfRow.length; row++) {
                if (!takeFreeMinimum(row)) {
                    augment(row);
                }
            }
            return columnOfRow;
        }

        /** The cheapest column, when nobody has it: most rows of a loose problem end here, without a search. */
        private boolean takeFreeMinimum(int row) {
            int best = -1;
            double least = Double.POSITIVE_INFINITY;
            for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
                double reduced = cost[k] - price[column[k]];
                if (reduced < least) {
                    least = reduced;
                    best = column[k];
                }
            }
            if (best < 0 || rowOfColumn[best] >= 0) {
                return false;
            }
            rowOfColumn[best] = row;
            columnOfRow[row] = best;
            return true;
        }

        private void augment(int start) {
            heapSize = 0;
            int reached = 0;
            int row = start;
            double base = 0;
            int end = -1;
            double shortest = 0;
            while (true) {
                // The row's own price is what its column costs it; the start has none yet.
                double rowPrice = row == start ? 0 : costOf(row, columnOfRow[row]) - price[columnOfRow[row]];
                for (int k = rowStart[row]; k < rowStart[row + 1]; k++) {
                    int j = column[k];
                    double length = base + cost[k] - price[j] - rowPrice;
                    if (!settled[j] && length < distance[j]) {
                        if (distance[j] == Double.POSITIVE_INFINITY) {
                            touched[reached++] = j;
                            distance[j] = length;
                            insert(j);
                        } else {
                            distance[j] = length;
                            up(place[j]);
                        }
                        cameFrom[j] = row;
                    }
                }
                if (heapSize == 0) {
                    break;
                }
                int next = pop();
                settled[next] = true;
                shortest = distance[next];
                if (rowOfColumn[next] < 0) {
                    end = next;
                    break;
                }
                base = shortest;
                row = rowOfColumn[next];
            }
            for (int i = 0; i < reached; i++) {
                int j = touched[i];
                if (end >= 0 && settled[j]) {
                    price[j] += distance[j] - shortest;
                }
                settled[j] = false;
                distance[j] = Double.POSITIVE_INFINITY;
            }
            while (end >= 0) {
                int from = cameFrom[end];
                rowOfColumn[end] = from;
                int freed = columnOfRow[from];
                columnOfRow[from] = end;
                end = from == start ? -1 : freed;
            }
        }

        private double costOf(int row, int wanted) {
            int k = rowStart[row];
            while (column[k] != wanted) {
                k++;
            }
            return cost[k];
        }

        private void insert(int j) {
            heap[heapSize] = j;
            place[j] = heapSize;
            up(heapSize++);
        }

        private void up(int at) {
            int j = heap[at];
            while (at > 0) {
                int parent = (at - 1) >> 1;
                if (distance[heap[parent]] <= distance[j]) {
                    break;
                }
                heap[at] = heap[parent];
                place[heap[at]] = at;
                at = parent;
            }
            heap[at] = j;
            place[j] = at;
        }

        private int pop() {
            int top = heap[0];
            int moved = heap[--heapSize];
            int at = 0;
            while (true) {
                int child = 2 * at + 1;
                if (child >= heapSize) {
                    break;
                }
                if (child + 1 < heapSize && distance[heap[child + 1]] < distance[heap[child]]) {
                    child++;
                }
                if (distance[heap[child]] >= distance[moved]) {
                    break;
                }
                heap[at] = heap[child];
                place[heap[at]] = at;
                at = child;
            }
            heap[at] = moved;
            place[moved] = at;
            return top;
        }
    }
}
