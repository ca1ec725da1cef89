package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.InteractionLog;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * VMIS-kNN as published: Kersbergen, Sprangers, Schelter, "Serenade - Low-Latency Session-Based Recommendation in e-Commerce at
 * Scale", SIGMOD 2022, algorithm 2, with the details of the authors' implementation (bolcom/serenade): decay by position over the
 * number of distinct items, first match found from the end of the session and weighed 1 - position / 10, idf = ln(events / events of
 * the item). All sessions are indexed, as in the paper; the authors' code leaves out the longest 0.5 %, which costs it accuracy on
 * {@code serenade-toy} (MRR@20 .313 instead of .325 on the validation file, m 500, k 100, last 2). Its data structures are the ones described there: hash maps and heaps, each session a sorted set of items.
 */
public final class VmisKnn implements NextItemModel {
    /**
     * @param mostRecent m, sessions looked at
     * @param neighbours k, sessions that vote
     * @param lastItems how much of the session is used
     */
    public record Settings(int mostRecent, int neighbours, int lastItems) {}

    private record SessionTime(int session, double time) {}

    private record SessionScore(int session, double score) {}

    private final Settings settings;
    private final Map<Integer, int[]> sessionsOfItem;
    private final Map<Integer, Double> idf;
    private final int[][] itemsOfSession;
    private final double[] times;
    private final int[] counts;
    private final Ranking ranking;

    private VmisKnn(
            Settings settings,
            Map<Integer, int[]> sessionsOfItem,
            Map<Integer, Double> idf,
            int[][] itemsOfSession,
            double[] times,
            int[] counts) {
        this.settings = settings;
        this.sessionsOfItem = sessionsOfItem;
        this.idf = idf;
        this.itemsOfSession = itemsOfSession;
        this.times = times;
        this.counts = counts;
        ranking = new Ranking(counts);
    }

    public static VmisKnn build(InteractionLog log, Settings settings) {
        int[] counts = Counts.of(log);
        int[][] items = new int[log.sessions().length][];
        int[] sizes = new int[counts.length];
        long entries = 0;
        for (int s = 0; s < items.length; s++) {
            items[s] = Arrays.stream(log.sessions()[s]).distinct().sorted().toArray();
            entries += items[s].length;
            for (int item : items[s]) {
                sizes[item]++;
            }
        }
        Map<Integer, int[]> sessionsOfItem = HashMap.newHashMap(counts.length);
        Map<Integer, Double> idf = HashMap.newHashMap(counts.length);
        for (int item = 0; item < counts.length; item++) {
            sessionsOfItem.put(item, new int[Math.min(sizes[item], settings.mostRecent)]);
            idf.put(item, Math.log((double) entries / sizes[item]));
        }
        int[] filled = new int[counts.length];
        for (int s = items.length - 1; s >= 0; s--) { // The log is ordered by session end: the newest come first.
            for (int item : items[s]) {
                int[] sessions = sessionsOfItem.getOrDefault(item, new int[0]);
                if (filled[item] < sessions.length) {
                    sessions[filled[item]++] = s;
                }
            }
        }
        return new VmisKnn(settings, sessionsOfItem, idf, items, log.ends(), counts);
    }

    @Override
    public int recommend(int[] session, int length, boolean excludeCurrent, int[] into) {
        int from = Math.max(0, length - settings.lastItems);
        int[] evolving = Arrays.copyOfRange(session, from, length);
        Map<Integer, Double> scores = new HashMap<>();
        for (SessionScore neighbour : neighbours(evolving)) {
            int[] items = itemsOfSession[neighbour.session];
            int position = 1;
            while (Arrays.binarySearch(items, evolving[evolving.length - position]) < 0) {
                position++;
            }
            double weight = position < 100 ? 1 - 0.1 * position : 0;
            for (int item : items) {
                scores.merge(item, weight * idf.getOrDefault(item, 0.0) * neighbour.score, Double::sum);
            }
        }
        return ranking.rank(scores, excludeCurrent ? evolving[evolving.length - 1] : -1, into);
    }

    private PriorityQueue<SessionScore> neighbours(int[] evolving) {
        int m = settings.mostRecent;
        Map<Integer, Double> similarities = HashMap.newHashMap(m);
        PriorityQueue<SessionTime> oldest = new PriorityQueue<>(m, (a, b) -> Double.compare(a.time, b.time));
        Map<Integer, Integer> seen = HashMap.newHashMap(evolving.length);
        double distinct = Arrays.stream(evolving).distinct().count();
        for (int position = 0; position < evolving.length; position++) {
            int item = evolving[evolving.length - 1 - position];
            if (seen.put(item, position) != null) {
                continue;
            }
            double decay = (evolving.length - position) / distinct;
            for (int session : sessionsOfItem.getOrDefault(item, new int[0])) {
                if (similarities.computeIfPresent(session, (same, sum) -> sum + decay) != null) {
                    continue;
                }
                if (similarities.size() < m) {
                    similarities.put(session, decay);
                    oldest.add(new SessionTime(session, times[session]));
                } else {
                    SessionTime bottom = oldest.element();
                    if (times[session] <= bottom.time) {
                        break;
                    }
                    similarities.remove(bottom.session);
                    similarities.put(session, decay);
                    oldest.remove();
                    oldest.add(new SessionTime(session, times[session]));
                }
            }
        }
        PriorityQueue<SessionScore> closest = new PriorityQueue<>(
                settings.neighbours,
                (a, b) -> a.score != b.score
                        ? Double.compare(a.score, b.score)
                        : Double.compare(times[a.session], times[b.session]));
        similarities.forEach((session, score) -> {
            if (closest.size() < settings.neighbours) {
                closest.add(new SessionScore(session, score));
            } else {
                SessionScore bottom = closest.element();
                if (score > bottom.score || (score == bottom.score && times[session] > times[bottom.session])) {
                    closest.remove();
                    closest.add(new SessionScore(session, score));
                }
            }
        });
        return closest;
    }

    @Override
    public NextItemModel another() {
        return new VmisKnn(settings, sessionsOfItem, idf, itemsOfSession, times, counts);
    }
}
