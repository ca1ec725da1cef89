package dev.tandem.recommendation.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Logs for tests. */
final class Logs {
    record Event(String session, String item, double time) {}

    private Logs() {}

    /** Sessions as strings of one-letter items, all ending at the same time. */
    static InteractionLog of(String... sessions) {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int s = 0; s < sessions.length; s++) {
            for (int i = 0; i < sessions[s].length(); i++) {
                log.add("s" + s, sessions[s].substring(i, i + 1), 1_000 - sessions[s].length() + i);
            }
        }
        return log.build();
    }

    /** Sessions of a shop with themes: items of a theme go together, some items are rare, shoppers come back to what they saw. */
    static List<Event> random(long seed, int sessions) {
        Random random = new Random(seed);
        List<Event> events = new ArrayList<>();
        for (int s = 0; s < sessions; s++) {
            int theme = random.nextInt(5);
            double time = 1_000_000 + s * 3_600;
            List<String> seen = new ArrayList<>();
            for (int i = random.nextInt(9); i >= 0; i--) {
                String item = !seen.isEmpty() && random.nextInt(3) == 0
                        ? seen.get(random.nextInt(seen.size()))
                        : String.valueOf(theme * 20 + (int) (20 * Math.pow(random.nextDouble(), 2)));
                seen.add(item);
                events.add(new Event("s" + s, item, time++));
            }
        }
        return events;
    }

    static InteractionLog log(List<Event> events) {
        InteractionLog.Builder log = InteractionLog.builder();
        events.forEach(event -> log.add(event.session(), event.item(), event.time()));
        return log.build();
    }

    static List<Event> shuffled(List<Event> events, long seed) {
        List<Event> shuffled = new ArrayList<>(events);
        Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }
}
