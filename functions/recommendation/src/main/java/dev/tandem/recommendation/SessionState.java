package dev.tandem.recommendation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is remembered of a session: the latest traces, oldest first. It is a set that only {@link #merge} changes, and a merge is
 * associative, commutative and idempotent: for each event id the later trace stands, and of all of them the latest so many stay. A
 * trace that has to go would have to go in any other order too. So whatever the order of events, however often and late they come, the
 * state is the same. Micro-behaviour has room of its own, lest a long scroll push out the cart.
 */
record SessionState(List<Trace> traces) {
    static final int MOST_ITEM_TRACES = 80;
    static final int MOST_MICRO_TRACES = 80;
    static final SessionState EMPTY = new SessionState(List.of());

    private record Key(boolean micro, long id) {}

    SessionState {
        traces = List.copyOf(traces);
    }

    static SessionState of(Collection<BehaviourEvent> events) {
        return EMPTY.merge(new SessionState(
                events.stream().flatMap(event -> Trace.of(event).stream()).toList()));
    }

    SessionState merge(SessionState other) {
        Map<Key, Trace> latest = new HashMap<>();
        for (List<Trace> some : List.of(traces, other.traces)) {
            for (Trace trace : some) {
                latest.merge(new Key(trace.kind().isMicro(), trace.id()), trace, (a, b) -> a.compareTo(b) >= 0 ? a : b);
            }
        }
        List<Trace> merged = new ArrayList<>(latest(latest.values(), false, MOST_ITEM_TRACES));
        merged.addAll(latest(latest.values(), true, MOST_MICRO_TRACES));
        merged.sort(Comparator.naturalOrder());
        return new SessionState(merged);
    }

    /** What happened later than a millisecond of the epoch. Filtering and merging may be done in any order. */
    SessionState after(long until) {
        return new SessionState(
                traces.stream().filter(trace -> trace.at() > until).toList());
    }

    private static List<Trace> latest(Collection<Trace> traces, boolean micro, int most) {
        return traces.stream()
                .filter(trace -> trace.kind().isMicro() == micro)
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .toList();
    }

    /** The items in the order they were turned to; turning to one again at once is once. */
    List<String> items() {
        List<String> items = new ArrayList<>();
        for (Trace trace : traces) {
            if (trace.kind().turnsToItem()
                    && (items.isEmpty() || !items.getLast().equals(trace.sku()))) {
                items.add(trace.sku());
            }
        }
        return items;
    }

    Set<String> cart() {
        Set<String> cart = new HashSet<>();
        for (Trace trace : traces) {
            switch (trace.kind()) {
                case ADD_TO_CART -> cart.add(trace.sku());
                case REMOVE_FROM_CART, PURCHASE -> cart.remove(trace.sku());
                default -> {}
            }
        }
        return cart;
    }

    Set<String> purchased() {
        Set<String> purchased = new HashSet<>();
        traces.stream().filter(trace -> trace.kind() == Kind.PURCHASE).forEach(trace -> purchased.add(trace.sku()));
        return purchased;
    }

    /** Whether the item was looked at in this way: its size chart viewed, or a zone of its page clicked. */
    boolean lookedAt(String sku, String zone) {
        return traces.stream()
                .anyMatch(trace -> trace.sku().equals(sku)
                        && (trace.kind() == Kind.CLICK && trace.detail().equals(zone)
                                || trace.kind() == Kind.SIZE_CHART_VIEW && zone.equals("size-chart")));
    }

    /** Milliseconds that the item was in view, as far as remembered. */
    long dwellMs(String sku) {
        return traces.stream()
                .filter(trace -> trace.kind() == Kind.DWELL && trace.sku().equals(sku))
                .mapToLong(trace -> Long.parseLong(trace.detail()))
                .sum();
    }

    String write() {
        return String.join("\n", traces.stream().map(Trace::write).toList());
    }

    static SessionState read(String text) {
        return text.isEmpty()
                ? EMPTY
                : new SessionState(text.lines().map(Trace::read).toList());
    }
}
