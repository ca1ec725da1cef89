package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.stock.Allocation.Candidate;
import dev.tandem.stock.Allocation.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AllocationTest {

    @Test
    void oneThatHasItAllBeatsTwoThatAreNearer() {
        List<Candidate> candidates = List.of(
                new Candidate("NEAR-A", 1, Map.of("A", 9L)),
                new Candidate("NEAR-B", 2, Map.of("B", 9L)),
                new Candidate("FAR", 50, Map.of("A", 1L, "B", 1L)));
        assertThat(choose(Map.of("A", 1L, "B", 1L), candidates, true))
                .extracting(Share::location)
                .containsExactly("FAR");
    }

    @Test
    void equalDistancesEndByIdHoweverTheyCome() {
        Candidate one = new Candidate("B", 5, Map.of("A", 9L));
        Candidate other = new Candidate("A", 5, Map.of("A", 9L));
        assertThat(choose(Map.of("A", 1L), List.of(one, other), false))
                .extracting(Share::location)
                .containsExactly("A");
        assertThat(choose(Map.of("A", 1L), List.of(other, one), false))
                .extracting(Share::location)
                .containsExactly("A");
    }

    @Test
    void withoutSplittingSeveralDoNotHelp() {
        List<Candidate> candidates =
                List.of(new Candidate("A", 1, Map.of("A", 1L)), new Candidate("B", 2, Map.of("A", 1L)));
        assertThat(Allocation.choose(Map.of("A", 2L), candidates, false)).isEmpty();
        assertThat(choose(Map.of("A", 2L), candidates, true)).hasSize(2);
        assertThat(Allocation.choose(Map.of("A", 3L), candidates, true)).isEmpty();
        assertThat(Allocation.choose(Map.of("A", 1L), List.of(), true)).isEmpty();
    }

    /** Against all subsets: never infeasible when feasible, never more parcels, never farther, always adding up. */
    @Test
    void isOptimalAgainstBruteForce() {
        for (long seed = 1; seed <= 2_000; seed++) {
            Random random = new Random(seed);
            Map<String, Long> demand = new LinkedHashMap<>();
            for (int s = 0; s <= random.nextInt(4); s++) {
                demand.put("S" + s, 1L + random.nextInt(8));
            }
            List<Candidate> candidates = new ArrayList<>();
            for (int c = 0; c < random.nextInt(9); c++) {
                Map<String, Long> available = new HashMap<>();
                demand.keySet().forEach(sku -> {
                    if (random.nextBoolean()) {
                        available.put(sku, random.nextInt(7) - 1L);
                    }
                });
                // Few different distances, so that there are ties.
                candidates.add(new Candidate("L" + c, random.nextInt(5) * 3.5, available));
            }
            boolean mayApart = random.nextInt(4) > 0;
            Optional<List<Share>> chosen = Allocation.choose(demand, candidates, mayApart);
            double[] best = bruteForce(demand, candidates, mayApart);
            assertThat(chosen.isPresent()).as("seed %d", seed).isEqualTo(best[0] > 0);
            if (chosen.isPresent()) {
                List<Share> shares = chosen.get();
                check(seed, demand, candidates, shares);
                assertThat((double) shares.size()).as("parcels, seed %d", seed).isEqualTo(best[0]);
                assertThat(shares.stream().mapToDouble(Share::distanceKm).sum())
                        .as("distance, seed %d", seed)
                        .isCloseTo(best[1], within(1e-9));
            }
        }
    }

    /** Large and scarce: past the budget of the search the answer need not be the best, but must add up and come soon. */
    @Test
    void aHardOneIsStillServed() {
        Random random = new Random(7);
        Map<String, Long> demand = new LinkedHashMap<>();
        for (int s = 0; s < 30; s++) {
            demand.put("S" + s, 10L);
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int c = 0; c < 200; c++) {
            Map<String, Long> available = new HashMap<>();
            demand.keySet().forEach(sku -> available.put(sku, (long) random.nextInt(3)));
            candidates.add(new Candidate("L" + c, random.nextDouble() * 500, available));
        }
        check(7, demand, candidates, choose(demand, candidates, true));
    }

    private static void check(long seed, Map<String, Long> demand, List<Candidate> candidates, List<Share> shares) {
        demand.forEach((sku, pieces) -> assertThat(shares.stream()
                        .mapToLong(share -> share.quantities().getOrDefault(sku, 0L))
                        .sum())
                .as("pieces of %s, seed %d", sku, seed)
                .isEqualTo(pieces));
        for (Share share : shares) {
            Candidate candidate = candidates.stream()
                    .filter(each -> each.location().equals(share.location()))
                    .findFirst()
                    .orElseThrow();
            assertThat(share.quantities()).as("seed %d", seed).isNotEmpty();
            share.quantities()
                    .forEach((sku, pieces) -> assertThat(pieces)
                            .as("%s at %s, seed %d", sku, share.location(), seed)
                            .isBetween(1L, candidate.of(sku)));
        }
    }

    /** Fewest locations and their least total distance; zero locations when it cannot be served. */
    private static double[] bruteForce(Map<String, Long> demand, List<Candidate> candidates, boolean mayApart) {
        int fewest = 0;
        double least = 0;
        for (int set = 1; set < 1 << candidates.size(); set++) {
            int size = Integer.bitCount(set);
            if (size > 1 && !mayApart) {
                continue;
            }
            List<Candidate> chosen = new ArrayList<>();
            for (int c = 0; c < candidates.size(); c++) {
                if ((set & 1 << c) != 0) {
                    chosen.add(candidates.get(c));
                }
            }
            boolean serves = demand.entrySet().stream()
                    .allMatch(line -> chosen.stream()
                                    .mapToLong(each -> each.of(line.getKey()))
                                    .sum()
                            >= line.getValue());
            double distance = chosen.stream().mapToDouble(Candidate::distanceKm).sum();
            if (serves && (fewest == 0 || size < fewest || (size == fewest && distance < least))) {
                fewest = size;
                least = distance;
            }
        }
        return new double[] {fewest, least};
    }

    private static List<Share> choose(Map<String, Long> demand, List<Candidate> candidates, boolean mayApart) {
        return Allocation.choose(demand, candidates, mayApart).orElseThrow();
    }
}
