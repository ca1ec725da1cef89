package dev.tandem.commons.drops;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The account of one file. {@code rows = applied + unchanged + duplicates + all rejected}, unless the file was refused whole.
 *
 * @param hash SHA-256 of the bytes as stored
 * @param rows lines with content, the header apart
 * @param applied rows whose change was booked
 * @param unchanged rows that said what the books said already
 * @param duplicates rows that another file, or another part of this one, had brought before
 * @param rejected how many rows were set aside, by code
 * @param rowsPerSecond of the run that finished the file, both passes counted
 * @param ignoredColumns columns of the file that the format does not know
 * @param fault why the whole file was refused
 * @param rejectedFile where the lines set aside are
 */
public record FeedReport(
        String file,
        String kind,
        String hash,
        long rows,
        long applied,
        long unchanged,
        long duplicates,
        Map<String, Long> rejected,
        double rowsPerSecond,
        Instant startedAt,
        Instant finishedAt,
        Status status,
        List<String> ignoredColumns,
        @Nullable Fault fault,
        @Nullable String rejectedFile) {

    /** What became of the file. */
    public enum Status {
        APPLIED,
        /** Some rows were set aside. */
        PARTLY_APPLIED,
        /** Nothing was applied. */
        REJECTED,
        /** The same content came before. */
        ALREADY_APPLIED
    }

    public record Fault(String code, long line, String reason) {}

    public FeedReport {
        rejected = java.util.Collections.unmodifiableMap(new TreeMap<>(rejected));
        ignoredColumns = List.copyOf(ignoredColumns);
    }

    /** The status that follows from the counts of a file that was read whole. */
    static Status status(long applied, long unchanged, long duplicates, boolean anyRejected) {
        if (applied + unchanged == 0) {
            return duplicates > 0 && !anyRejected ? Status.ALREADY_APPLIED : Status.REJECTED;
        }
        return anyRejected || duplicates > 0 ? Status.PARTLY_APPLIED : Status.APPLIED;
    }

    /** The report on the same content arriving once more: nothing was done. */
    FeedReport again(String key, Instant started, Instant finished) {
        return new FeedReport(
                key,
                kind,
                hash,
                rows,
                0,
                0,
                rows,
                Map.of(),
                0,
                started,
                finished,
                Status.ALREADY_APPLIED,
                ignoredColumns,
                null,
                null);
    }
}
