package dev.tandem.recommendation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What models learn from. Memory: about eighty bytes for each event beside one text for each item, zone and person.
 *
 * @param sessions by the time of their end, then by id
 * @param products the catalogue; empty when there is none
 */
public record TrainingData(List<Session> sessions, List<Product> products) {
    public TrainingData {
        sessions = List.copyOf(sessions);
        products = List.copyOf(products);
    }

    /** The same catalogue with other sessions, given in the order above. */
    public TrainingData with(List<Session> others) {
        return new TrainingData(others, products);
    }

    TrainingData withProducts(List<Product> catalogue) {
        return new TrainingData(sessions, catalogue);
    }

    /** Events of all sessions, of every kind. */
    public long events() {
        return sessions.stream().mapToLong(session -> session.events().size()).sum();
    }

    /** How many different items the events name. */
    public int distinctItems() {
        Set<String> items = new HashSet<>();
        for (Session session : sessions) {
            for (Event event : session.events()) {
                if (!event.sku().isEmpty()) {
                    items.add(event.sku());
                }
            }
        }
        return items.size();
    }

    /** Everything that one session did, in order of time, each event once; at least one event. */
    public record Session(String id, List<Event> events) {
        static final Comparator<Session> BY_END =
                Comparator.comparingLong(Session::lastAt).thenComparing(Session::id);

        public Session {
            events = List.copyOf(events);
        }

        /** Milliseconds of the epoch. */
        public long firstAt() {
            return events.getFirst().at();
        }

        /** Milliseconds of the epoch. */
        public long lastAt() {
            return events.getLast().at();
        }

        /** The items turned to, in order; turning to one again at once is once. Made anew by every call. */
        public List<String> items() {
            List<String> items = new ArrayList<>();
            for (Event event : events) {
                if (event.kind().turnsToItem()
                        && !event.sku().isEmpty()
                        && (items.isEmpty() || !items.getLast().equals(event.sku()))) {
                    items.add(event.sku());
                }
            }
            return items;
        }
    }

    /**
     * One event. A text that it does not have is empty, a number 0. The order, oldest first, is total.
     *
     * @param at milliseconds of the epoch
     * @param id 64 bits of the event id's hash
     * @param userId who did it, in the log's form, which does not tell who that is
     * @param dwellMs milliseconds that the item was in view
     * @param scrollPxPerSecond negative is upwards
     * @param scrollDepth how far down the page, 0..1
     */
    public record Event(
            long at,
            long id,
            Kind kind,
            String sku,
            String zone,
            String userId,
            int dwellMs,
            float scrollPxPerSecond,
            float scrollDepth,
            int quantity)
            implements Comparable<Event> {
        private static final Comparator<Event> ORDER = Comparator.comparingLong(Event::at)
                .thenComparingLong(Event::id)
                .thenComparing(Event::kind)
                .thenComparing(Event::sku)
                .thenComparing(Event::zone)
                .thenComparing(Event::userId)
                .thenComparingInt(Event::dwellMs)
                .thenComparingDouble(Event::scrollPxPerSecond)
                .thenComparingDouble(Event::scrollDepth)
                .thenComparingInt(Event::quantity);

        @Override
        public int compareTo(Event other) {
            return ORDER.compare(this, other);
        }
    }
}
