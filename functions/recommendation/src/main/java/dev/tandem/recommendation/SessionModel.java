package dev.tandem.recommendation;

import dev.tandem.recommendation.model.InteractionLog;
import dev.tandem.recommendation.model.ItemIds;
import dev.tandem.recommendation.model.ModelFormatException;
import dev.tandem.recommendation.model.Recommendation;
import dev.tandem.recommendation.model.SessionIndex;
import dev.tandem.recommendation.model.SessionQuery;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The session index as the model of this domain. */
record SessionModel(SessionIndex index) implements NextItems {

    @Override
    public List<Recommendation> recommend(SessionQuery query) {
        return index.recommend(query);
    }

    @Override
    public int itemCount() {
        return index.items().size();
    }

    @Override
    public byte[] write() {
        return index.toFile().toBytes();
    }

    static final class Trainer implements NextItems.Trainer {
        @Override
        public NextItems train(List<BehaviourLog.Session> sessions) {
            ItemIds items = ItemIds.of(
                    sessions.stream().flatMap(session -> session.items().stream()).distinct().toList());
            Map<String, Integer> numbers = new HashMap<>();
            for (int i = 0; i < items.size(); i++) {
                numbers.put(items.id(i), i);
            }
            int[][] sequences = new int[sessions.size()][];
            double[] ends = new double[sequences.length];
            for (int s = 0; s < sequences.length; s++) {
                sequences[s] = sessions.get(s).items().stream()
                        .mapToInt(item -> numbers.getOrDefault(item, -1))
                        .toArray();
                ends[s] = sessions.get(s).lastAt() / 1000.0;
            }
            return new SessionModel(SessionIndex.build(new InteractionLog(items, sequences, ends)));
        }

        @Override
        public NextItems read(byte[] file) {
            try {
                return new SessionModel(SessionIndex.of(file));
            } catch (ModelFormatException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
