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
 * The session index: what comes next in a session, what is popular and what rises. Judged by predicting each item of a session from those before, over all items of the
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
        ItemIds items =
                ItemIds.of(visits.stream().flatMap(List::stream).distinct().toList());
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

    /**
     * Beside the figures of the model those of its list for a shopper of whom nothing is known: {@code popularHr@20} and
     * {@code popularMrr@20} for the same predictions, {@code homeHr@20} for the first item of each session.
     */
    @Override
    public Figures judge(SessionIndex model, TrainingData heldOut) {
        List<Recommendation> home = model.recommend(SessionQuery.of(List.of()).withLimit(DEPTH));
        Hits next = new Hits();
        Hits popular = new Hits();
        Hits first = new Hits();
        for (TrainingData.Session session : heldOut.sessions()) {
            List<String> items = session.items();
            if (!items.isEmpty()) {
                first.add(home, items.getFirst());
            }
            for (int i = 1; i < items.size() && next.cases < MOST_CASES; i++) {
                next.add(
                        model.recommend(SessionQuery.of(items.subList(0, i))
                                .withLimit(DEPTH)
                                .withCurrentItem()),
                        items.get(i));
                popular.add(home, items.get(i));
            }
        }
        return Figures.of(
                next.cases,
                Map.of(
                        "hr@20", next.share(next.found),
                        "mrr@20", next.share(next.reciprocalRanks),
                        "popularHr@20", popular.share(popular.found),
                        "popularMrr@20", popular.share(popular.reciprocalRanks),
                        "homeHr@20", first.share(first.found)));
    }

    private static final class Hits {
        int cases;
        int found;
        double reciprocalRanks;

        void add(List<Recommendation> answer, String wanted) {
            cases++;
            for (int rank = 0; rank < answer.size(); rank++) {
                if (answer.get(rank).item().equals(wanted)) {
                    found++;
                    reciprocalRanks += 1.0 / (rank + 1);
                    return;
                }
            }
        }

        double share(double sum) {
            return cases == 0 ? 0 : sum / cases;
        }
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
