package dev.tandem.stock;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which locations serve an order: the nearest single one that can serve it whole; else, where splitting is allowed, the fewest
 * parcels, and among those the least total distance. A line may be split between parcels.
 *
 * <p>The search over sets of locations is exact, with pruning, up to a budget of nodes; past it (many scarce SKUs over many
 * locations) a greedy choice answers. All ties end by location id, so that the same question has the same answer.
 */
public final class Allocation {
    /** About 50 ms of work at most. */
    private static final int NODE_BUDGET = 200_000;

    private Allocation() {}

    /** A location that may serve, how far it is, and what it can promise of each SKU asked for. */
    public record Candidate(String location, double distanceKm, Map<String, Long> available) {
        long of(String sku) {
            return Math.max(0, available.getOrDefault(sku, 0L));
        }
    }

    /** What one location sends or hands out: pieces by SKU. */
    public record Share(String location, double distanceKm, Map<String, Long> quantities) {}

    /** Shares nearest first that add up to the demand, or nothing when it cannot be met. */
    public static Optional<List<Share>> choose(Map<String, Long> demand, List<Candidate> candidates, boolean mayApart) {
        List<Candidate> useful = candidates.stream()
                .filter(candidate -> demand.keySet().stream().anyMatch(sku -> candidate.of(sku) > 0))
                .sorted(Comparator.comparingDouble(Candidate::distanceKm).thenComparing(Candidate::location))
                .toList();
        for (Candidate candidate : useful) {
            if (covers(demand, List.of(candidate))) {
                return Optional.of(share(demand, List.of(candidate)));
            }
        }
        if (!mayApart || !covers(demand, useful)) {
            return Optional.empty();
        }
        Search search = new Search(demand, useful);
        for (int size = 2; size <= useful.size(); size++) {
            List<Candidate> best = search.best(size);
            if (search.exhausted()) {
                break;
            }
            if (!best.isEmpty()) {
                return Optional.of(share(demand, best));
            }
        }
        return Optional.of(share(demand, greedy(demand, useful)));
    }

    private static boolean covers(Map<String, Long> demand, List<Candidate> chosen) {
        return demand.entrySet().stream()
                .allMatch(line -> chosen.stream()
                                .mapToLong(candidate -> Math.min(line.getValue(), candidate.of(line.getKey())))
                                .sum()
                        >= line.getValue());
    }

    /** Depth first over sets in order of distance, cut where the distance or the stock still to come cannot win any more. */
    private static final class Search {
        private final String[] skus;
        private final long[] demand;
        private final List<Candidate> candidates;
        private final long[][] stock;
        /** For each start and SKU: the most that a single candidate from there on has. */
        private final long[][] mostFrom;

        private int nodes;
        private double bestDistance;
        private List<Candidate> best = List.of();

        Search(Map<String, Long> lines, List<Candidate> candidates) {
            this.skus = lines.keySet().toArray(String[]::new);
            this.demand = new long[skus.length];
            this.candidates = candidates;
            this.stock = new long[candidates.size()][skus.length];
            this.mostFrom = new long[candidates.size() + 1][skus.length];
            for (int s = 0; s < skus.length; s++) {
                demand[s] = lines.getOrDefault(skus[s], 0L);
                for (int c = candidates.size() - 1; c >= 0; c--) {
                    stock[c][s] = Math.min(demand[s], candidates.get(c).of(skus[s]));
                    mostFrom[c][s] = Math.max(mostFrom[c + 1][s], stock[c][s]);
                }
            }
        }

        boolean exhausted() {
            return nodes > NODE_BUDGET;
        }

        List<Candidate> best(int size) {
            bestDistance = Double.POSITIVE_INFINITY;
            best = List.of();
            descend(0, size, 0, demand.clone(), new ArrayList<>());
            return best;
        }

        private void descend(int from, int left, double distance, long[] missing, List<Candidate> chosen) {
            if (++nodes > NODE_BUDGET) {
                return;
            }
            if (left == 0) {
                if (distance < bestDistance && noneMissing(missing)) {
                    bestDistance = distance;
                    best = List.copyOf(chosen);
                }
                return;
            }
            for (int c = from; c <= candidates.size() - left; c++) {
                // Those that follow are at least as far away, so nothing from here on is nearer in total.
                if (distance + left * candidates.get(c).distanceKm() >= bestDistance || !reachable(c, left, missing)) {
                    return;
                }
                long[] still = missing.clone();
                for (int s = 0; s < still.length; s++) {
                    still[s] -= Math.min(still[s], stock[c][s]);
                }
                chosen.add(candidates.get(c));
                descend(c + 1, left - 1, distance + candidates.get(c).distanceKm(), still, chosen);
                chosen.removeLast();
            }
        }

        private boolean reachable(int from, int left, long[] missing) {
            for (int s = 0; s < missing.length; s++) {
                if (missing[s] > left * mostFrom[from][s]) {
                    return false;
                }
            }
            return true;
        }

        private static boolean noneMissing(long[] missing) {
            for (long pieces : missing) {
                if (pieces > 0) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Takes, again and again, the location that has most of what is still missing. */
    private static List<Candidate> greedy(Map<String, Long> demand, List<Candidate> candidates) {
        Map<String, Long> missing = new LinkedHashMap<>(demand);
        List<Candidate> left = new ArrayList<>(candidates);
        List<Candidate> chosen = new ArrayList<>();
        while (missing.values().stream().anyMatch(pieces -> pieces > 0)) {
            Candidate most = left.getFirst();
            for (Candidate candidate : left) {
                if (serves(candidate, missing) > serves(most, missing)) {
                    most = candidate;
                }
            }
            Candidate taken = most;
            missing.replaceAll((sku, pieces) -> pieces - Math.min(pieces, taken.of(sku)));
            left.remove(taken);
            chosen.add(taken);
        }
        chosen.sort(Comparator.comparingDouble(Candidate::distanceKm).thenComparing(Candidate::location));
        return chosen;
    }

    private static long serves(Candidate candidate, Map<String, Long> missing) {
        return missing.entrySet().stream()
                .mapToLong(line -> Math.min(line.getValue(), candidate.of(line.getKey())))
                .sum();
    }

    /** Each line from one location where one has it all (the nearest), else from those that have most of it. */
    private static List<Share> share(Map<String, Long> demand, List<Candidate> chosen) {
        Map<String, Map<String, Long>> quantities = new LinkedHashMap<>();
        chosen.forEach(candidate -> quantities.put(candidate.location, new LinkedHashMap<>()));
        demand.forEach((sku, pieces) -> {
            List<Candidate> order = new ArrayList<>(chosen);
            // A stable sort: among those that have it all, and among equals, the nearest comes first.
            order.sort(Comparator.comparingLong((Candidate candidate) -> -Math.min(pieces, candidate.of(sku))));
            long missing = pieces;
            for (Candidate candidate : order) {
                long taken = Math.min(missing, candidate.of(sku));
                if (taken > 0) {
                    quantities
                            .getOrDefault(candidate.location, new LinkedHashMap<>())
                            .put(sku, taken);
                    missing -= taken;
                }
            }
        });
        return chosen.stream()
                .map(candidate -> new Share(
                        candidate.location,
                        candidate.distanceKm,
                        quantities.getOrDefault(candidate.location, Map.of())))
                .filter(share -> !share.quantities.isEmpty())
                .toList();
    }
}
