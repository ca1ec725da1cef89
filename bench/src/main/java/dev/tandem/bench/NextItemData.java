package dev.tandem.bench;

import dev.tandem.recommendation.model.InteractionLog;
import dev.tandem.recommendation.model.ItemIds;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Files of sessions: {@code SessionId ItemId Time}, tab separated, with a header. */
final class NextItemData {
    record Event(String session, String item, double time) {}

    private NextItemData() {}

    /** @throws IOException when the file cannot be read or a line is not what it should be; the message names file and line */
    static List<Event> read(String file) throws IOException {
        Path path = Path.of(file);
        if (!Files.isReadable(path)) {
            throw new IOException("cannot read " + file);
        }
        List<Event> events = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            String header = lines.readLine();
            if (header == null || !header.strip().equals("SessionId\tItemId\tTime")) {
                throw new IOException(file + " does not start with the header SessionId, ItemId, Time (tab separated)");
            }
            String line;
            for (int number = 2; (line = lines.readLine()) != null; number++) {
                if (!line.isBlank()) {
                    events.add(event(file, number, line));
                }
            }
        }
        if (events.isEmpty()) {
            throw new IOException(file + " holds no events");
        }
        return events;
    }

    private static Event event(String file, int number, String line) throws IOException {
        String[] fields = line.split("\t", -1);
        try {
            double time = fields.length == 3 ? Double.parseDouble(fields[2].strip()) : Double.NaN;
            if (Double.isFinite(time) && !fields[0].isBlank() && !fields[1].isBlank()) {
                return new Event(fields[0].strip(), fields[1].strip(), time);
            }
        } catch (NumberFormatException e) {
            // The message below says it.
        }
        throw new IOException(file + " line " + number + " is not SessionId, ItemId and Time separated by tabs");
    }

    /**
     * @param copies how often each session comes, each copy a minute older than the one before: real sessions in greater number, to
     *     measure speed at size
     */
    static InteractionLog log(List<Event> events, int copies) {
        InteractionLog.Builder log = InteractionLog.builder();
        for (int copy = 0; copy < copies; copy++) {
            for (Event event : events) {
                log.add(
                        copy == 0 ? event.session() : event.session() + "~" + copy,
                        event.item(),
                        event.time() - 60.0 * copy);
            }
        }
        return log.build();
    }

    /** Sessions of at least two events, each in order of time, as item numbers of the training data, -1 where it has no such item. */
    static List<int[]> sessions(List<Event> events, ItemIds items) {
        Map<String, List<Event>> sessions = new LinkedHashMap<>();
        events.forEach(event -> sessions.computeIfAbsent(event.session(), none -> new ArrayList<>())
                .add(event));
        List<int[]> sequences = new ArrayList<>();
        for (List<Event> session : sessions.values()) {
            session.sort(Comparator.comparingDouble(Event::time));
            if (session.size() > 1) {
                sequences.add(session.stream()
                        .mapToInt(event -> items.indexOf(event.item()))
                        .toArray());
            }
        }
        return sequences;
    }
}
