package dev.tandem.recommendation;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Merges the many small files of each day of the interaction log into few large ones, so that reading the log is not mostly waiting. The
 * merged file is written first and the small ones are deleted then: whoever reads or fails in between finds lines twice, and readers tell
 * events by their ids. A file is never changed, so what is written meanwhile is left alone.
 */
final class LogCompaction {
    private static final String MERGED = "merged-";
    /** A day with fewer small files than this is left as it is. */
    static final int LEAST_FILES = 16;
    /** Bytes from which on a merged file is complete. */
    private static final int LARGE = 32 << 20;

    private static final int FILES_AT_ONCE = 500;
    private static final int READERS = 16;
    /** Leaves the function time to end; the next build goes on. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** What was done. {@code days} are those that had small files merged; not {@code complete} when time was short. */
    record Report(int days, int filesBefore, int filesAfter, boolean complete) {}

    private final DataFiles files;
    private final Clock clock;

    LogCompaction(DataFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    Report run() {
        Instant end = clock.instant().plus(PATIENCE);
        Map<String, List<String>> smallByDay = new TreeMap<>();
        int before = 0;
        for (String key : files.list(BehaviourLog.PREFIX)) {
            before++;
            int name = key.lastIndexOf('/') + 1;
            if (!key.startsWith(MERGED, name)) {
                smallByDay
                        .computeIfAbsent(key.substring(0, name), day -> new ArrayList<>())
                        .add(key);
            }
        }
        int after = before;
        int days = 0;
        for (Map.Entry<String, List<String>> day : smallByDay.entrySet()) {
            List<String> small = day.getValue();
            if (small.size() < LEAST_FILES) {
                continue;
            }
            if (clock.instant().isAfter(end)) {
                return new Report(days, before, after, false);
            }
            after += merge(day.getKey(), small) - small.size();
            days++;
        }
        return new Report(days, before, after, true);
    }

    /** Returns how many files the small ones have become. */
    private int merge(String folder, List<String> small) {
        int written = 0;
        Set<String> lines = new HashSet<>();
        List<String> merged = new ArrayList<>();
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (int from = 0; from < small.size(); from += FILES_AT_ONCE) {
            List<String> some = small.subList(from, Math.min(small.size(), from + FILES_AT_ONCE));
            Map<String, byte[]> read = new ConcurrentHashMap<>();
            Parallel.each(some, READERS, key -> files.read(key).ifPresent(bytes -> read.put(key, bytes)));
            for (String key : some) {
                String text = new String(read.getOrDefault(key, new byte[0]), StandardCharsets.UTF_8);
                // A line that comes twice is an event that was delivered twice.
                text.lines()
                        .filter(lines::add)
                        .forEach(line -> content.writeBytes((line + "\n").getBytes(StandardCharsets.UTF_8)));
                merged.add(key);
            }
            if (content.size() >= LARGE || from + FILES_AT_ONCE >= small.size()) {
                if (content.size() > 0) {
                    byte[] bytes = content.toByteArray();
                    files.write(
                            folder + MERGED + ModelBuild.sha256(bytes).substring(0, 40) + ".jsonl",
                            "application/x-ndjson",
                            bytes);
                    written++;
                }
                files.delete(merged);
                merged = new ArrayList<>();
                content.reset();
                lines.clear();
            }
        }
        return written;
    }
}
