package dev.tandem.bench.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** What shops and couriers saw themselves, to hold against what the system says. */
public final class Journal {
    final Map<String, String> submitted = new ConcurrentHashMap<>();
    /** Couriers whose acceptance was confirmed, by delivery. */
    final Map<String, List<String>> accepted = new ConcurrentHashMap<>();

    final Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    final AtomicInteger declined = new AtomicInteger();
    final AtomicInteger ignored = new AtomicInteger();
    /** Offers on the way that were accepted. */
    final AtomicInteger takenAlong = new AtomicInteger();

    final AtomicInteger gone = new AtomicInteger();
    final List<String> surprises = java.util.Collections.synchronizedList(new ArrayList<>());

    static void add(Map<String, List<String>> to, String deliveryId, String courier) {
        to.computeIfAbsent(deliveryId, id -> java.util.Collections.synchronizedList(new ArrayList<>()))
                .add(courier);
    }

    public int submitted() {
        return submitted.size();
    }

    public int delivered() {
        return delivered.size();
    }

    public int declined() {
        return declined.get();
    }

    public int ignored() {
        return ignored.get();
    }

    public int takenAlong() {
        return takenAlong.get();
    }

    /** Answers that the rules do not allow. */
    public List<String> surprises() {
        return List.copyOf(surprises);
    }
}
