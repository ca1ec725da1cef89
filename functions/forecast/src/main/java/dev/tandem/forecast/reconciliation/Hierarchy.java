package dev.tandem.forecast.reconciliation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A tree of sums: every node is the sum of its children, as a total of regions, a region of categories, a category of products.
 *
 * @param parents the parent of each node, -1 for the root, which is node 0; a parent comes before its children
 */
public record Hierarchy(int[] parents) {
    private static final char BETWEEN = '\u001f';

    /** @throws IllegalArgumentException when node 0 is not the only root or a parent does not come before its child */
    public Hierarchy {
        if (parents.length == 0 || parents[0] != -1) {
            throw new IllegalArgumentException("Node 0 is the root");
        }
        for (int node = 1; node < parents.length; node++) {
            if (parents[node] < 0 || parents[node] >= node) {
                throw new IllegalArgumentException("Node " + node + " has the parent " + parents[node]);
            }
        }
    }

    /** A hierarchy from what each leaf belongs to, and where the leaves are in it. */
    public record Placed(Hierarchy hierarchy, int[] leaves, Map<String, Integer> groups) {
        /** The node of a group by its path, as region, category; the root for an empty path. */
        public int group(List<String> path) {
            Integer node = groups.get(key(path));
            if (node == null) {
                throw new IllegalArgumentException("No group " + path);
            }
            return node;
        }
    }

    /** @param paths for each leaf its groups, from wide to narrow; the leaf itself is not named */
    public static Placed of(List<List<String>> paths) {
        List<Integer> parents = new ArrayList<>(List.of(-1));
        Map<String, Integer> groups = new HashMap<>(Map.of(key(List.of()), 0));
        int[] owners = new int[paths.size()];
        for (int leaf = 0; leaf < owners.length; leaf++) {
            List<String> path = paths.get(leaf);
            int node = 0;
            for (int depth = 1; depth <= path.size(); depth++) {
                int parent = node;
                node = groups.computeIfAbsent(key(path.subList(0, depth)), name -> {
                    parents.add(parent);
                    return parents.size() - 1;
                });
            }
            owners[leaf] = node;
        }
        int[] leaves = new int[owners.length];
        for (int leaf = 0; leaf < owners.length; leaf++) {
            leaves[leaf] = parents.size();
            parents.add(owners[leaf]);
        }
        Hierarchy hierarchy =
                new Hierarchy(parents.stream().mapToInt(Integer::intValue).toArray());
        return new Placed(hierarchy, leaves, groups);
    }

    private static String key(List<String> path) {
        return String.join(String.valueOf(BETWEEN), path);
    }

    public int size() {
        return parents.length;
    }

    boolean[] inner() {
        boolean[] inner = new boolean[parents.length];
        for (int node = 1; node < parents.length; node++) {
            inner[parents[node]] = true;
        }
        return inner;
    }

    /** How many leaves each node sums: the variances of structural scaling, errors of equal size at every leaf. */
    public double[] structuralVariances() {
        boolean[] inner = inner();
        double[] leaves = new double[parents.length];
        Arrays.setAll(leaves, node -> inner[node] ? 0 : 1);
        for (int node = parents.length - 1; node > 0; node--) {
            leaves[parents[node]] += leaves[node];
        }
        return leaves;
    }
}
