package dev.tandem.bench;

import dev.tandem.dispatch.assignment.DenseAssignment;
import dev.tandem.dispatch.assignment.SparseAssignment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jgrapht.alg.matching.KuhnMunkresMinimalWeightBipartitePerfectMatching;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleWeightedGraph;

/** The assignment solvers alone, beside JGraphT's Kuhn-Munkres on the same costs; all have to find the same total. */
final class AssignmentBench {
    private static final int RANGE = 1_000_000;
    private static final int TOWN_METERS = 20_000;
    private static final int PAIRS_PER_ROW = 30;
    private static final int LARGEST_FOR_PEER = 600;
    private static final double NO = Double.POSITIVE_INFINITY;
    private final String command;

    AssignmentBench(String command) {
        this.command = command;
    }

    private record Costs(String name, int rows, int columns, double[] cost) {}

    private interface Solver {
        double total(Costs costs);
    }

    void run(Arguments arguments) {
        int rounds = arguments.number("--rounds", 15);
        if (rounds < 1 || rounds > 1000) {
            throw new IllegalArgumentException("--rounds is 1 to 1000");
        }
        int seed = arguments.number("--seed", 1);
        List<String> kinds = List.of("uniform", "geographic");
        for (String kind : kinds) {
            for (int size : new int[] {100, 500, 1000}) {
                measure(kind, size, size, rounds, seed);
            }
        }
        measure("sparse", 200, 600, rounds, seed);
    }

    private void measure(String kind, int rows, int columns, int rounds, int seed) {
        Progress.say("assignment " + kind + " " + rows + " x " + columns);
        Latencies dense = new Latencies();
        Latencies sparse = new Latencies();
        Latencies peer = new Latencies();
        // Before the clock counts, the compiler has seen as many rounds, and at least ten.
        for (int round = -Math.max(10, rounds); round < rounds; round++) {
            Costs costs = costs(kind, rows, columns, new Random(seed * 10_000L + round));
            int[][] sparseForm = new int[2][];
            double[] kept = compress(costs, sparseForm);
            Latencies unseen = new Latencies();
            double found = timed(
                    each -> total(each, DenseAssignment.solve(rows, columns, each.cost)),
                    costs,
                    round < 0 ? unseen : dense);
            double other = timed(
                    each -> total(each, SparseAssignment.solve(columns, sparseForm[0], sparseForm[1], kept)),
                    costs,
                    round < 0 ? unseen : sparse);
            same(found, other, costs);
            // One round is enough for what takes a hundred times as long, and above this size it takes minutes.
            if (round == 0 && columns <= LARGEST_FOR_PEER) {
                same(found, timed(graph(costs), costs, peer), costs);
            }
        }
        String data = kind + " " + rows + " x " + columns;
        line("tandem-dense", data, dense);
        line("tandem-sparse", data, sparse);
        if (peer.count() > 0) {
            line("jgrapht-kuhn-munkres", data, peer);
        }
    }

    private void line(String method, String data, Latencies latencies) {
        new BenchLine(
                        "assignment",
                        method,
                        data,
                        "whole-number costs, equal totals asserted; the time of the call without building its input",
                        latencies.count())
                .metrics(Map.of(
                        "millisP50",
                        latencies.percentileNanos(0.5) / 1e6,
                        "millisMax",
                        latencies.percentileNanos(1) / 1e6))
                .latencies(latencies)
                .print(command);
    }

    private static void same(double a, double b, Costs costs) {
        if (a != b) {
            throw new IllegalArgumentException("two solvers disagree on " + costs.name + " " + costs.rows + " x "
                    + costs.columns + ": " + a + " and " + b);
        }
    }

    private static double timed(Solver solver, Costs costs, Latencies latencies) {
        long start = System.nanoTime();
        double total = solver.total(costs);
        latencies.add(System.nanoTime() - start);
        return total;
    }

    private static double total(Costs costs, int[] columnOfRow) {
        double total = 0;
        for (int i = 0; i < costs.rows; i++) {
            total += costs.cost[i * costs.columns + columnOfRow[i]];
        }
        return total;
    }

    private static Costs costs(String kind, int rows, int columns, Random random) {
        double[] cost = new double[rows * columns];
        switch (kind) {
            case "uniform" -> Arrays.setAll(cost, k -> random.nextInt(RANGE));
            case "geographic" -> {
                int[] x = random.ints(rows + columns, 0, TOWN_METERS).toArray();
                int[] y = random.ints(rows + columns, 0, TOWN_METERS).toArray();
                Arrays.setAll(cost, k -> {
                    int i = k / columns;
                    int j = rows + k % columns;
                    return Math.rint(Math.hypot(x[i] - x[j], y[i] - y[j]));
                });
            }
            default -> {
                Arrays.fill(cost, NO);
                for (int i = 0; i < rows; i++) {
                    // One column that nobody else needs, so that every row can have one.
                    cost[i * columns + 2 * rows + i] = RANGE;
                    for (int k = 0; k < PAIRS_PER_ROW; k++) {
                        cost[i * columns + random.nextInt(columns)] = random.nextInt(RANGE);
                    }
                }
            }
        }
        return new Costs(kind, rows, columns, cost);
    }

    private static double[] compress(Costs costs, int[][] form) {
        int[] rowStart = new int[costs.rows + 1];
        int[] column = new int[costs.cost.length];
        double[] kept = new double[costs.cost.length];
        int pairs = 0;
        for (int i = 0; i < costs.rows; i++) {
            for (int j = 0; j < costs.columns; j++) {
                double cost = costs.cost[i * costs.columns + j];
                if (cost < NO) {
                    column[pairs] = j;
                    kept[pairs++] = cost;
                }
            }
            rowStart[i + 1] = pairs;
        }
        form[0] = rowStart;
        form[1] = Arrays.copyOf(column, pairs);
        return Arrays.copyOf(kept, pairs);
    }

    /** It wants sides of one size and every pair: rows that cost nothing, and pairs that cost more than any solution. */
    private static Solver graph(Costs costs) {
        int size = costs.columns;
        double forbidden = 1e9;
        SimpleWeightedGraph<Integer, DefaultWeightedEdge> graph = new SimpleWeightedGraph<>(DefaultWeightedEdge.class);
        List<Integer> left = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            left.add(i);
            right.add(size + i);
            graph.addVertex(i);
            graph.addVertex(size + i);
        }
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                double cost = i < costs.rows ? costs.cost[i * costs.columns + j] : 0;
                graph.setEdgeWeight(graph.addEdge(i, size + j), Math.min(cost, forbidden));
            }
        }
        Set<Integer> first = new LinkedHashSet<>(left);
        Set<Integer> second = new LinkedHashSet<>(right);
        return each -> new KuhnMunkresMinimalWeightBipartitePerfectMatching<>(graph, first, second)
                .getMatching()
                .getWeight();
    }
}
