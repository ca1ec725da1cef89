package dev.tandem.bench.nextitem;

import dev.tandem.recommendation.model.InteractionLog;
import java.util.HashMap;
import java.util.Map;

/**
 * Rules from the current item alone, after Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 2018:
 * association rules (how often two items are in one session) and sequential rules (how often one comes after the other, each
 * observation weighed by one over the number of steps between them, at most {@value #STEPS}).
 */
public final class Rules implements NextItemModel {
    private static final int STEPS = 10;

    private final Map<Integer, Map<Integer, Double>> rules;
    private final int[] counts;
    private final Ranking ranking;

    private Rules(Map<Integer, Map<Integer, Double>> rules, int[] counts) {
        this.rules = rules;
        this.counts = counts;
        ranking = new Ranking(counts);
    }

    public static Rules coOccurrence(InteractionLog log) {
        Map<Integer, Map<Integer, Double>> rules = new HashMap<>();
        for (int[] session : log.sessions()) {
            for (int i = 0; i < session.length; i++) {
                for (int j = 0; j < session.length; j++) {
                    if (session[i] != session[j]) {
                        add(rules, session[i], session[j], 1);
                    }
                }
            }
        }
        return new Rules(rules, Counts.of(log));
    }

    public static Rules sequential(InteractionLog log) {
        Map<Integer, Map<Integer, Double>> rules = new HashMap<>();
        for (int[] session : log.sessions()) {
            for (int i = 1; i < session.length; i++) {
                for (int j = i - 1; j >= Math.max(0, i - STEPS); j--) {
                    if (session[i] != session[j]) {
                        add(rules, session[j], session[i], 1.0 / (i - j));
                    }
                }
            }
        }
        return new Rules(rules, Counts.of(log));
    }

    private static void add(Map<Integer, Map<Integer, Double>> rules, int from, int to, double weight) {
        rules.computeIfAbsent(from, none -> new HashMap<>()).merge(to, weight, Double::sum);
    }

    @Override
    public int recommend(int[] session, int length, boolean excludeCurrent, int[] into) {
        int current = session[length - 1];
        return ranking.rank(rules.getOrDefault(current, Map.of()), excludeCurrent ? current : -1, into);
    }

    @Override
    public NextItemModel another() {
        return new Rules(rules, counts);
    }
}
