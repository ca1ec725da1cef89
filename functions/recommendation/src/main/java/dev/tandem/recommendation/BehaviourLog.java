package dev.tandem.recommendation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Json;
import dev.tandem.commons.idempotency.IdempotencyTable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for the models to learn from: JSON lines at {@code interactions/date=<day of the events, UTC>/<hash>.jsonl}. The hash
 * is that of the content, so a message that is handled again overwrites its own file; an event that comes in two files is told by its id.
 */
final class BehaviourLog {
    static final String PREFIX = "interactions/";
    /** Reading is waiting, mostly. */
    private static final int READERS = 16;

    /** What the log holds. {@code unreadable} lines were left out. */
    record Content(TrainingData data, long unreadable) {}

    private final DataFiles files;

    BehaviourLog(DataFiles files) {
        this.files = files;
    }

    void append(List<BehaviourEvent> events) {
        Map<LocalDate, StringBuilder> byDay = new TreeMap<>();
        for (BehaviourEvent event : events) {
            byDay.computeIfAbsent(event.at().atOffset(ZoneOffset.UTC).toLocalDate(), day -> new StringBuilder())
                    .append(Json.write(event))
                    .append('\n');
        }
        byDay.forEach((day, lines) -> {
            String content = lines.toString();
            String key = PREFIX + "date=" + day + "/" + IdempotencyTable.hash(content).substring(0, 40) + ".jsonl";
            files.write(key, "application/x-ndjson", content.getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Everything that is in the log. */
    Content read() {
        Reader reader = new Reader();
        try (ExecutorService readers = Executors.newFixedThreadPool(READERS)) {
            List<Future<?>> reading = new ArrayList<>();
            for (String key : files.list(PREFIX)) {
                reading.add(readers.submit(() -> files.read(key).ifPresent(reader::add)));
            }
            for (Future<?> one : reading) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("The interaction log cannot be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
        return reader.content();
    }

    private static final class Reader {
        private record Line(String sessionId, TrainingData.Event event) {}

        private final Map<String, List<TrainingData.Event>> bySession = new HashMap<>();
        /** One text for each item, zone and person, however often it occurs. */
        private final Map<String, String> texts = new HashMap<>();

        private long unreadable;

        void add(byte[] lines) {
            List<Line> found = new ArrayList<>();
            long bad = 0;
            for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
                try {
                    Line read = line(Json.tree(line));
                    if (read == null) {
                        bad++;
                    } else {
                        found.add(read);
                    }
                } catch (UncheckedIOException | DateTimeParseException e) {
                    bad++;
                }
            }
            merge(found, bad);
        }

        private static @Nullable Line line(JsonNode node) {
            Optional<Kind> kind = Kind.ofWire(node.path("kind").asText());
            String session = node.path("sessionId").asText();
            if (kind.isEmpty() || session.isEmpty()) {
                return null;
            }
            return new Line(
                    session,
                    new TrainingData.Event(
                            Instant.parse(node.path("at").asText()).toEpochMilli(),
                            Trace.id(node.path("eventId").asText()),
                            kind.get(),
                            node.path("sku").asText(),
                            node.path("zone").asText(),
                            node.path("userId").asText(),
                            node.path("dwellMs").asInt(),
                            (float) node.path("scrollPxPerSecond").asDouble(),
                            (float) node.path("scrollDepth").asDouble(),
                            node.path("quantity").asInt()));
        }

        private synchronized void merge(List<Line> found, long bad) {
            unreadable += bad;
            for (Line line : found) {
                bySession
                        .computeIfAbsent(line.sessionId(), id -> new ArrayList<>(4))
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
