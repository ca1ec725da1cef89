package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.InteractionLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * STAN as published: Garg, Gupta, Malhotra, Vig, Shroff, "Sequence and Time Aware Neighborhood for Session-based Recommendations: STAN",
 * SIGIR 2019, with the details of the implementation in session-rec (Ludewig et al.): candidates are the most recent sessions that
 * share an item; similarity is the cosine with position weights exp((position - length) / lambda1); times exp(-age / lambda2); items
 * vote with exp(-|position - position of the last item in common| / lambda3); items of the session may be recommended again.
 */
public final class Stan implements NextItemModel {
    /**
     * @param sample most recent sessions looked at
     * @param neighbours k, sessions that vote
     * @param position lambda1, in items
     * @param sessionDays lambda2, in days
     * @param item lambda3, in items
     */
    public record Settings(int sample, int neighbours, double position, double sessionDays, double item) {}

    private record Neighbour(int session, double similarity) {}

    private final Settings settings;
    private final int[][] sessions;
    private final List<Set<Integer>> itemsOfSession;
    private final Map<Integer, List<Integer>> sessionsOfItem;
    private final double[] times;
    private final int[] counts;
    private final Ranking ranking;

    private Stan(
            Settings settings,
            int[][] sessions,
            List<Set<Integer>> itemsOfSession,
            Map<Integer, List<Integer>> sessionsOfItem,
            double[] times,
            int[] counts) {
        this.settings = settings;
        this.sessions = sessions;
        this.itemsOfSession = itemsOfSession;
        this.sessionsOfItem = sessionsOfItem;
        this.times = times;
        this.counts = counts;
        ranking = new Ranking(counts);
    }

    public static Stan build(InteractionLog log, Settings settings) {
        List<Set<Integer>> itemsOfSession = new ArrayList<>();
        Map<Integer, List<Integer>> sessionsOfItem = new HashMap<>();
        for (int s = 0; s < log.sessions().length; s++) {
            Set<Integer> items = new HashSet<>();
            for (int item : log.sessions()[s]) {
                if (items.add(item)) {
                    sessionsOfItem
                            .computeIfAbsent(item, none -> new ArrayList<>())
                            .add(s);
                }
            }
            itemsOfSession.add(items);
        }
        return new Stan(settings, log.sessions(), itemsOfSession, sessionsOfItem, log.ends(), Counts.of(log));
    }

    @Override
    public int recommend(int[] session, int length, boolean excludeCurrent, int[] into) {
        Map<Integer, Double> weights = new HashMap<>();
        for (int i = 0; i < length; i++) {
            weights.put(
                    session[i],
                    Math.exp((i + 1 - length) / settings.position)); // A repeat counts at its last position.
        }
        double norm = 0;
        for (double weight : weights.values()) {
            norm += weight * weight;
        }
        List<Neighbour> neighbours = new ArrayList<>();
        double now = times.length == 0 ? 0 : times[times.length - 1];
        for (int candidate : candidates(weights.keySet())) {
            double common = 0;
            for (Map.Entry<Integer, Double> item : weights.entrySet()) {
                common += itemsOfSession.get(candidate).contains(item.getKey()) ? item.getValue() : 0;
            }
            double cosine = common
                    / Math.sqrt(norm)
                    / Math.sqrt(itemsOfSession.get(candidate).size());
            double age = (now - times[candidate]) / 86_400;
            neighbours.add(new Neighbour(candidate, cosine * Math.exp(-age / settings.sessionDays)));
        }
        neighbours.sort(
                Comparator.comparingDouble(Neighbour::similarity).reversed().thenComparing(Neighbour::session));
        Map<Integer, Double> scores = new HashMap<>();
        for (Neighbour neighbour : neighbours.subList(0, Math.min(settings.neighbours, neighbours.size()))) {
            vote(neighbour, weights.keySet(), scores);
        }
        return ranking.rank(scores, excludeCurrent ? session[length - 1] : -1, into);
    }

    private Iterable<Integer> candidates(Set<Integer> items) {
        TreeSet<Integer> recent = new TreeSet<>(); // Session numbers grow with time: the smallest is the oldest.
        for (int item : items) {
            recent.addAll(sessionsOfItem.getOrDefault(item, List.of()));
        }
        while (recent.size() > settings.sample) {
            recent.pollFirst();
        }
        return recent;
    }

    private void vote(Neighbour neighbour, Set<Integer> current, Map<Integer, Double> scores) {
        int[] items = sessions[neighbour.session];
        Map<Integer, Integer> last = new HashMap<>();
        int common = 0;
        for (int i = 0; i < items.length; i++) {
            last.put(items[i], i);
            common = current.contains(items[i]) ? i : common;
        }
        int nearest = common;
        last.forEach((item, position) -> scores.merge(
                item, neighbour.similarity * Math.exp(-Math.abs(position - nearest) / settings.item), Double::sum));
    }

    @Override
    public NextItemModel another() {
        return new Stan(settings, sessions, itemsOfSession, sessionsOfItem, times, counts);
    }
}
