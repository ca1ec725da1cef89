package dev.tandem.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for the models to learn from: JSON lines at {@code interactions/date=<day of the writing, UTC>/<hash>.jsonl}, one file
 * for all that is written at once, whenever it happened. The hash is that of the content; an event that comes in two files is told by its
 * id. Ids are {@link Pseudonyms}, and words that were searched for are left out.
 */
final class BehaviourLog {
    static final String PREFIX = "interactions/";
    /** Reading is waiting, mostly. */
    private static final int READERS = 16;

    /** What the log holds. {@code unreadable} lines were left out. */
    record Content(TrainingData data, long unreadable) {}

    /** A line of the log. {@code session}, {@code id} and {@code user} are pseudonyms. */
    private record Line(
            String id,
            String session,
            @Nullable String user,
            Instant at,
            Kind kind,
            @Nullable String sku,
            @Nullable Integer quantity,
            @Nullable Long dwellMs,
            @Nullable Double scrollPxPerSecond,
            @Nullable Double scrollDepth,
            @Nullable String zone,
            @Nullable String placement) {}

    private final DataFiles files;
    private final Pseudonyms pseudonyms;
    private final Clock clock;

    BehaviourLog(DataFiles files, Pseudonyms pseudonyms, Clock clock) {
        this.files = files;
        this.pseudonyms = pseudonyms;
        this.clock = clock;
    }

    void append(List<BehaviourEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        StringBuilder lines = new StringBuilder();
        for (BehaviourEvent event : events) {
            lines.append(Json.write(line(event))).append('\n');
        }
        String content = lines.toString();
        String key = PREFIX + "date=" + LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) + "/"
                + IdempotencyTable.hash(content).substring(0, 40) + ".jsonl";
        files.write(key, "application/x-ndjson", content.getBytes(StandardCharsets.UTF_8));
    }

    private Line line(BehaviourEvent event) {
        return new Line(
                pseudonyms.event(event),
                pseudonyms.session(event.sessionId(), event.at()),
                event.userId() == null ? null : pseudonyms.user(event.userId(), event.at()),
                event.at(),
                event.kind(),
                event.sku(),
                event.quantity(),
                event.dwellMs(),
                event.scrollPxPerSecond(),
                event.scrollDepth(),
                event.zone(),
                event.placement());
    }

    /** Everything that is in the log. */
    static Content read(DataFiles files) {
        Reader reader = new Reader();
        Parallel.each(files.list(PREFIX), READERS, key -> files.read(key).ifPresent(reader::add));
        return reader.content();
    }

    private static final class Reader {
        private record Found(String session, TrainingData.Event event) {}

        private final Map<String, List<TrainingData.Event>> bySession = new HashMap<>();
        /** One text for each item, zone and person, however often it occurs. */
        private final Map<String, String> texts = new HashMap<>();

        private long unreadable;

        void add(byte[] lines) {
            List<Found> found = new ArrayList<>();
            long bad = 0;
            for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
                try {
                    Found read = found(Json.tree(line));
                    if (read == null) {
                        bad++;
                    } else {
                        found.add(read);
                    }
                } catch (UncheckedIOException | DateTimeParseException | NumberFormatException e) {
                    bad++;
                }
            }
            merge(found, bad);
        }

        private static @Nullable Found found(JsonNode node) {
            Optional<Kind> kind = Kind.ofWire(node.path("kind").asText());
            String session = node.path("session").asText();
            if (kind.isEmpty() || session.isEmpty()) {
                return null;
            }
            return new Found(
                    session,
                    new TrainingData.Event(
                            Instant.parse(node.path("at").asText()).toEpochMilli(),
                            Long.parseUnsignedLong(node.path("id").asText(), 36),
                            kind.get(),
                            node.path("sku").asText(),
                            node.path("zone").asText(),
                            node.path("user").asText(),
                            node.path("dwellMs").asInt(),
                            (float) node.path("scrollPxPerSecond").asDouble(),
                            (float) node.path("scrollDepth").asDouble(),
                            node.path("quantity").asInt()));
        }

        private synchronized void merge(List<Found> found, long bad) {
            unreadable += bad;
            for (Found line : found) {
                bySession
                        .computeIfAbsent(line.session(), id -> new ArrayList<>(4))
                        .add(shared(line.event()));
            }
        }

        private TrainingData.Event shared(TrainingData.Event event) {
            return new TrainingData.Event(
                    event.at(),
                    event.id(),
                    event.kind(),
                    text(event.sku()),
                    text(event.zone()),
                    text(event.userId()),
                    event.dwellMs(),
                    event.scrollPxPerSecond(),
                    event.scrollDepth(),
                    event.quantity());
        }

        private String text(String text) {
            return texts.computeIfAbsent(text, first -> first);
        }

        Content content() {
            List<TrainingData.Session> sessions = new ArrayList<>(bySession.size());
            bySession.forEach((id, events) -> sessions.add(new TrainingData.Session(id, distinct(events))));
            sessions.sort(TrainingData.Session.BY_END);
            return new Content(new TrainingData(sessions, List.of()), unreadable);
        }

        /** In order, and each event once: the later of what came under one id. */
        private static List<TrainingData.Event> distinct(List<TrainingData.Event> events) {
            Map<Long, TrainingData.Event> latest = new HashMap<>();
            events.forEach(event -> latest.merge(event.id(), event, (a, b) -> a.compareTo(b) >= 0 ? a : b));
            List<TrainingData.Event> sorted = new ArrayList<>(latest.values());
            Collections.sort(sorted);
            return sorted;
        }
    }
}
