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
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What happened, for the models to learn from: JSON lines at {@code interactions/date=<day of the events, UTC>/<hash>.jsonl}. The hash
 * is that of the content, so a message that is handled again overwrites its own file; an event that comes in two files is told by its id.
 */
final class BehaviourLog {
    static final String PREFIX = "interactions/";
    /** Reading is waiting, mostly. */
    private static final int READERS = 16;

    /** A session as the models see it: the items in their order, and when it began and ended in milliseconds of the epoch. */
    record Session(String id, List<String> items, long firstAt, long lastAt) {}

    /** What the log holds, sessions by the time of their end. {@code unreadable} lines were left out. */
    record Content(List<Session> sessions, long interactions, long unreadable) {}

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

    /** Everything that is in the log. Memory: about a hundred bytes for each interaction. */
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
        private final Map<String, List<Trace>> bySession = new HashMap<>();
        /** One text for each item, however often it occurs. */
        private final Map<String, String> skus = new HashMap<>();
        private long unreadable;

        void add(byte[] lines) {
            List<Map.Entry<String, Trace>> found = new ArrayList<>();
            long bad = 0;
            for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
                try {
                    JsonNode node = Json.tree(line);
                    Kind kind = Kind.ofWire(node.path("kind").asText()).orElse(Kind.IMPRESSION);
                    String sku = node.path("sku").asText();
                    if (kind.turnsToItem() && !sku.isEmpty()) {
                        found.add(Map.entry(
                                node.path("sessionId").asText(),
                                new Trace(
                                        Instant.parse(node.path("at").asText()).toEpochMilli(),
                                        Trace.id(node.path("eventId").asText()),
                                        kind,
                                        sku,
                                        "")));
                    }
                } catch (UncheckedIOException | DateTimeParseException e) {
                    bad++;
                }
            }
            merge(found, bad);
        }

        private synchronized void merge(List<Map.Entry<String, Trace>> found, long bad) {
            unreadable += bad;
            for (var entry : found) {
                Trace trace = entry.getValue();
                String sku = skus.computeIfAbsent(trace.sku(), text -> text);
                bySession
                        .computeIfAbsent(entry.getKey(), id -> new ArrayList<>(4))
                        .add(new Trace(trace.at(), trace.id(), trace.kind(), sku, ""));
            }
        }

        Content content() {
            List<Session> sessions = new ArrayList<>(bySession.size());
            long interactions = 0;
            for (var entry : bySession.entrySet()) {
                List<Trace> traces = distinct(entry.getValue());
                interactions += traces.size();
                List<String> items = new ArrayList<>(traces.size());
                for (Trace trace : traces) {
                    if (items.isEmpty() || !items.getLast().equals(trace.sku())) {
                        items.add(trace.sku());
                    }
                }
                sessions.add(new Session(
                        entry.getKey(),
                        List.copyOf(items),
                        traces.getFirst().at(),
                        traces.getLast().at()));
            }
            sessions.sort(java.util.Comparator.comparingLong(Session::lastAt).thenComparing(Session::id));
            return new Content(sessions, interactions, unreadable);
        }

        /** In order, and each event once: the later of what came under one id. */
        private static List<Trace> distinct(Collection<Trace> traces) {
            Map<Long, Trace> latest = new HashMap<>();
            traces.forEach(trace -> latest.merge(trace.id(), trace, (a, b) -> a.compareTo(b) >= 0 ? a : b));
            List<Trace> sorted = new ArrayList<>(latest.values());
            Collections.sort(sorted);
            return sorted;
        }
    }
}
