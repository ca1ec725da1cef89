package dev.tandem.recommendation;

import dev.tandem.recommendation.model.InteractionLog;
import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionIndex;
import dev.tandem.recommendation.model.SessionQuery;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The session index: what comes next in a session. Judged by predicting each item of a session from those before, over all items of the
 * training data; an item that these do not have counts as missed.
 */
final class NextItemPart implements ModelPart<SessionIndex> {
    private static final int DEPTH = 20;
    private static final int MOST_CASES = 5_000;

    @Override
    public String name() {
        return "next-item";
    }

    @Override
    public Optional<SessionIndex> train(TrainingData data) {
        List<List<String>> visits = new ArrayList<>();
        List<Double> endings = new ArrayList<>();
        for (TrainingData.Session session : data.sessions()) {
            List<String> items = session.items();
            if (!items.isEmpty()) {
                visits.add(items);
                endings.add(session.lastAt() / 1000.0);
            }
        }
        if (visits.isEmpty()) {
            return Optional.empty();
        }
        ItemIds items = ItemIds.of(visits.stream().flatMap(List::stream).distinct().toList());
        Map<String, Integer> numbers = new HashMap<>();
        for (int i = 0; i < items.size(); i++) {
            numbers.put(items.id(i), i);
        }
        int[][] sequences = visits.stream()
                .map(visit -> visit.stream()
                        .mapToInt(item -> numbers.getOrDefault(item, -1))
                        .toArray())
                .toArray(int[][]::new);
        double[] ends = endings.stream().mapToDouble(Double::doubleValue).toArray();
        return Optional.of(SessionIndex.build(new InteractionLog(items, sequences, ends)));
    }

    @Override
    public Figures judge(SessionIndex model, TrainingData heldOut) {
        int hits = 0;
        double reciprocal = 0;
        int cases = 0;
        for (TrainingData.Session session : heldOut.sessions()) {
            List<String> items = session.items();
            for (int i = 1; i < items.size() && cases < MOST_CASES; i++) {
                List<Recommendation> answer =
                        model.recommend(SessionQuery.of(items.subList(0, i)).withLimit(DEPTH).withCurrentItem());
                cases++;
                for (int rank = 0; rank < answer.size(); rank++) {
                    if (answer.get(rank).item().equals(items.get(i))) {
                        hits++;
                        reciprocal += 1.0 / (rank + 1);
                        break;
                    }
                }
            }
        }
        return Figures.of(cases, Map.of("hr@20", share(hits, cases), "mrr@20", share(reciprocal, cases)));
    }

    private static double share(double sum, int cases) {
        return cases == 0 ? 0 : sum / cases;
    }

    @Override
    public String leadingFigure() {
        return "mrr@20";
    }

    @Override
    public byte[] write(SessionIndex model) {
        return model.toFile().toBytes();
    }

    @Override
    public SessionIndex read(byte[] file) {
        try {
            return SessionIndex.of(file);
        } catch (ModelFormatException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
