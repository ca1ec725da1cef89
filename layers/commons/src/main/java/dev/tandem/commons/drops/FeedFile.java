package dev.tandem.commons.drops;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is remembered of a file's content, so that it is applied once and a broken-off run is taken up where it was.
 *
 * @param hash SHA-256 of the bytes
 * @param key where the content was first dropped
 * @param delivery the arrival that first brought it
 * @param startedAt when it was first seen: the time of what it books, the same on each attempt
 * @param knownSubjects those of its subjects that were known when it was first seen; pinned, so that each attempt judges alike
 * @param windowsDone how many windows of rows are applied for good
 * @param applied rows applied in those windows
 * @param unchanged rows in those windows that changed nothing
 * @param staleFrom the window from which on a subject's rows came too late
 * @param report set when the file is finished
 */
public record FeedFile(
        String hash,
        FeedKind kind,
        String key,
        String delivery,
        Instant startedAt,
        Set<String> knownSubjects,
        int windowsDone,
        long applied,
        long unchanged,
        Map<String, Integer> staleFrom,
        Optional<FeedReport> report) {

    public FeedFile {
        knownSubjects = Set.copyOf(knownSubjects);
        staleFrom = Map.copyOf(staleFrom);
    }

    /** Sixteen hexadecimal digits that name the file. */
    public String tag() {
        return hash.substring(0, 16);
    }
}
