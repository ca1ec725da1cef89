package dev.tandem.recommendation.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What models are built from: sessions, each the items of one visit in order of time, oldest session end first.
 *
 * @param items every item of the log
 * @param sessions item numbers per session; consecutive repeats are kept
 * @param ends epoch seconds of the last event per session
 */
public record InteractionLog(ItemIds items, int[][] sessions, double[] ends) {

    /** Sessions in another order are put in this one; those that end together keep theirs. */
    public InteractionLog {
        for (int s = 1; s < ends.length; s++) {
            if (ends[s] < ends[s - 1]) {
                int[][] givenSessions = sessions;
                double[] givenEnds = ends;
                int[] order = IntStream.range(0, ends.length)
                        .boxed()
                        .sorted(Comparator.comparingDouble(session -> givenEnds[session]))
                        .mapToInt(Integer::intValue)
                        .toArray();
                sessions = Arrays.stream(order)
                        .mapToObj(session -> givenSessions[session])
                        .toArray(int[][]::new);
                ends = Arrays.stream(order)
                        .mapToDouble(session -> givenEnds[session])
                        .toArray();
                break;
            }
        }
    }

    public long events() {
        long events = 0;
        for (int[] session : sessions) {
            events += session.length;
        }
        return events;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Collects events in any order. Events of the same session and second keep the order in which they were added. */
    public static final class Builder {
        private record Event(String item, double epochSeconds) {}

        private final Map<String, List<Event>> sessions = new HashMap<>();

        public Builder add(String session, String item, double epochSeconds) {
            sessions.computeIfAbsent(session, none -> new ArrayList<>()).add(new Event(item, epochSeconds));
            return this;
        }

        public InteractionLog build() {
            ItemIds items = ItemIds.of(sessions.values().stream()
                    .flatMap(List::stream)
                    .map(Event::item)
                    .distinct()
                    .toList());
            sessions.values().forEach(events -> events.sort(Comparator.comparingDouble(Event::epochSeconds)));
            // Sessions that end together are ordered by id: the same events in another order give the same log.
            List<Map.Entry<String, List<Event>>> ordered = sessions.entrySet().stream()
                    .sorted(Comparator.comparingDouble((Map.Entry<String, List<Event>> session) ->
                                    session.getValue().getLast().epochSeconds())
                            .thenComparing(Map.Entry::getKey, ItemIds.NATURAL))
                    .toList();
            Map<String, Integer> numbers = new HashMap<>();
            for (int i = 0; i < items.size(); i++) {
                numbers.put(items.id(i), i);
            }
            int[][] sequences = new int[ordered.size()][];
            double[] ends = new double[ordered.size()];
            for (int s = 0; s < sequences.length; s++) {
                List<Event> events = ordered.get(s).getValue();
                sequences[s] = events.stream()
                        .mapToInt(event -> numbers.getOrDefault(event.item(), -1))
                        .toArray();
                ends[s] = events.getLast().epochSeconds();
            }
            return new InteractionLog(items, sequences, ends);
        }
    }
}
