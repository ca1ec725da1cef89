package dev.tandem.dispatch.assignment;

import java.util.Arrays;

/**
 * Each row gets a column of its own so that the sum of costs is smallest, where all or most pairs are possible. Jonker and Volgenant's
 * method ("A shortest augmenting path algorithm for dense and sparse linear assignment problems", Computing 38, 1987): column reduction,
 * then sweeps in which rows bid for columns assign most of them, shortest augmenting paths the rest.
 *
 * <p>Costs may be negative and need not be whole; while every sum of {@code rows} costs is a whole number below 2^53 the answer is exact.
 */
public final class DenseAssignment {
    private static final int BIDDING_SWEEPS = 4;

    private final int rows;
    private final int columns;
    private final double[] cost;
    private final int[] columnOfRow;
    private final int[] rowOfColumn;
    private final double[] price;

    private DenseAssignment(int rows, int columns, double[] cost) {
        this.rows = rows;
        this.columns = columns;
        this.cost = cost;
        columnOfRow = new int[rows];
        rowOfColumn = new int[columns];
        price = new double[columns];
        Arrays.fill(columnOfRow, -1);
        Arrays.fill(rowOfColumn, -1);
    }

    /**
     * Solves it.
     *
     * @param rows at most as many as columns
     * @param columns how many
     * @param cost row after row; positive infinity forbids a pair
     * @return the column of each row. When not every row can have one, -1 for the others: as many as possible are assigned, but which of
     *     them stay out is not by cost.
     * @throws IllegalArgumentException when there are more rows than columns, or a cost is not a number or negative infinity
     */
    public static int[] solve(int rows, int columns, double[] cost) {
        if (rows > columns || cost.length != (long) rows * columns) {
            throw new IllegalArgumentException(
                    rows + " rows and " + columns + " columns with " + cost.length + " costs");
        }
        for (double each : cost) {
            if (!(each > Double.NEGATIVE_INFINITY)) {
                throw new IllegalArgumentException("A cost is " + each);
            }
        }
        DenseAssignment problem = new DenseAssignment(rows, columns, cost);
        int[] free = problem.reduceColumns();
        problem.bid(free);
        problem.augment();
        return problem.columnOfRow;
    }

    /**
     * In a square problem every column gets used, so each may be priced by its cheapest row, which takes it if nobody has. With columns
     * to spare the free ones have to stay at price zero, and nothing is done.
     *
     * @return the rows that have no column yet
     */
    private int[] reduceColumns() {
        if (rows == columns && rows > 0) {
            int[] cheapest = new int[columns];
            double[] least = Arrays.copyOf(cost, columns);
            for (int i = 1; i < rows; i++) {
                int base = i * columns;
                for (int j = 0; j < columns; j++) {
                    if (cost[base + j] < least[j]) {
                        least[j] = cost[base + j];
                        cheapest[j] = i;
                    }
                }
            }
            boolean[] once = new boolean[rows];
            for (int j = columns - 1; j >= 0; j--) {
                if (least[j] == Double.POSITIVE_INFINITY) {
                    continue;
                }
                price[j] = least[j];
                int row = cheapest[j];
                once[row] = columnOfRow[row] < 0;
                if (once[row]) {
                    columnOfRow[row] = j;
                    rowOfColumn[j] = row;
                }
            }
            transfer(once);
        }
        int[] free = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            if (columnOfRow[i] < 0) {
                free[count++] = i;
            }
        }
        return Arrays.copyOf(free, count);
    }

    /** A row that is the cheapest of one column alone can bid for it up to its second choice, so that others leave it in peace. */
    private void transfer(boolean[] once) {
        for (int i = 0; i < rows; i++) {
            if (once[i]) {
                int base = i * columns;
                int own = columnOfRow[i];
                double second = Double.POSITIVE_INFINITY;
                for (int j = 0; j < columns; j++) {
                    if (j != own) {
                        second = Math.min(second, cost[base + j] - price[j]);
                    }
                }
                if (second < Double.POSITIVE_INFINITY) {
                    price[own] -= second;
                }
            }
        }
    }

    /** A row takes its cheapest column at a price that leaves it indifferent to its second; who had the column bids again. */
    private void bid(int[] free) {
        int count = free.length;
        for (int sweep = 0; sweep < BIDDING_SWEEPS && count > 0; sweep++) {
            int k = 0;
            int left = count;
            count = 0;
            // Prices can creep in tiny steps where costs tie; after this many bids the rest is for the paths.
            int bids = 40 * left + 64;
            while (k < left) {
                int row = free[k++];
                int base = row * columns;
                int first = -1;
                int second = -1;
                double least = Double.POSITIVE_INFINITY;
                double next = Double.POSITIVE_INFINITY;
                for (int j = 0; j < columns; j++) {
                    double reduced = cost[base + j] - price[j];
                    if (reduced < next) {
                        if (reduced < least) {
                            next = least;
                            second = first;
                            least = reduced;
                            first = j;
                        } else {
                            next = reduced;
                            second = j;
                        }
                    }
                }
                if (first < 0) {
                    continue;
                }
                int column = first;
                int owner = rowOfColumn[column];
                double step = next - least;
                if (owner >= 0 && step <= 0 && second >= 0) {
                    column = second;
                    owner = rowOfColumn[column];
                    step = 0;
                }
                // A column that nobody has keeps its price: with more columns than rows, free ones must stay the
                // dearest.
                if (owner >= 0 && (step == Double.POSITIVE_INFINITY || bids-- <= 0)) {
                    free[count++] = row;
                    continue;
                }
                if (owner >= 0) {
                    price[column] -= step;
                    columnOfRow[owner] = -1;
                    if (step > 0) {
                        free[--k] = owner;
                    } else {
                        free[count++] = owner;
                    }
                }
                columnOfRow[row] = column;
                rowOfColumn[column] = row;
            }
        }
    }

    private void augment() {
        double[] distance = new double[columns];
        int[] cameFrom = new int[columns];
        int[] order = new int[columns];
        for (int start = 0; start < rows; start++) {
            if (columnOfRow[start] < 0) {
                augment(start, distance, cameFrom, order);
            }
        }
    }

    /** Dijkstra over columns: {@code order} holds the settled first, then those at the least distance, then the rest. */
    private void augment(int start, double[] distance, int[] cameFrom, int[] order) {
        int base = start * columns;
        for (int j = 0; j < columns; j++) {
            order[j] = j;
            distance[j] = cost[base + j] - price[j];
            cameFrom[j] = start;
        }
        int settled = 0;
        int known = 0;
        double least = 0;
        int end = -1;
        while (end < 0) {
            if (settled == known) {
                least = Double.POSITIVE_INFINITY;
                for (int k = known; k < columns; k++) {
                    double here = distance[order[k]];
                    if (here <= least) {
                        if (here < least) {
                            known = settled;
                            least = here;
                        }
                        swap(order, k, known++);
                    }
                }
                if (least == Double.POSITIVE_INFINITY) {
                    return;
                }
                for (int k = settled; k < known && end < 0; k++) {
                    if (rowOfColumn[order[k]] < 0) {
                        end = order[k];
                    }
                }
                if (end >= 0) {
                    break;
                }
            }
            int through = order[settled++];
            int row = rowOfColumn[through];
            base = row * columns;
            double offset = least - (cost[base + through] - price[through]);
            for (int k = known; k < columns; k++) {
                int j = order[k];
                double length = cost[base + j] - price[j] + offset;
                if (length < distance[j]) {
                    distance[j] = length;
                    cameFrom[j] = row;
                    if (length <= least) {
                        if (rowOfColumn[j] < 0) {
                            end = j;
                            break;
                        }
                        swap(order, k, known++);
                    }
                }
            }
        }
        for (int k = 0; k < settled; k++) {
            price[order[k]] += distance[order[k]] - least;
        }
        while (end >= 0) {
            int row = cameFrom[end];
            rowOfColumn[end] = row;
            int freed = columnOfRow[row];
            columnOfRow[row] = end;
            end = row == start ? -1 : freed;
        }
    }

    private static void swap(int[] order, int a, int b) {
        int held = order[a];
        order[a] = order[b];
        order[b] = held;
    }
}
