package dev.tandem.recommendation;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up behaviour: in shop number n, item i is mostly followed by item i+n. */
final class Visits {
    static final Instant START = Instant.parse("2026-02-01T08:00:00Z");

    private Visits() {}

    static BehaviourLog log(DataFiles files) {
        return new BehaviourLog(
                files,
                new Pseudonyms(month -> month.toString().getBytes(StandardCharsets.UTF_8)),
                Clock.fixed(START, ZoneOffset.UTC));
    }

    static BehaviourEvent event(String id, String session, String at, Kind kind, String sku) {
        return event(id, session, Instant.parse(at), kind, sku, null, null);
    }

    static BehaviourEvent event(
            String id, String session, Instant at, Kind kind, String sku, Long dwellMs, String zone) {
        return new BehaviourEvent(id, session, null, at, kind, sku, null, dwellMs, null, null, zone, null, null, null);
    }

    /** Sessions of four views each, one every ten minutes from the given time. */
    static List<BehaviourEvent> chains(int step, int sessions, Instant from, long seed) {
        Random random = new Random(seed);
        List<BehaviourEvent> events = new ArrayList<>();
        for (int s = 0; s < sessions; s++) {
            int item = random.nextInt(50);
            for (int i = 0; i < 4; i++) {
                Instant at = from.plus(Duration.ofMinutes(10L * s)).plusSeconds(20L * i);
                events.add(
                        event("e" + i, "s-" + from.getEpochSecond() + "-" + s, at, Kind.VIEW, "I" + item, null, null));
                item = (item + (random.nextInt(10) == 0 ? random.nextInt(50) : step)) % 50;
            }
        }
        return events;
    }
}
