package dev.tandem.commons.drops;

import dev.tandem.commons.feed.BadLine;
import dev.tandem.commons.feed.FeedRow;
import java.util.HashMap;
import java.util.Map;

/** One attempt at applying a file: what it has counted and set aside, and how far it is. */
public final class FeedRun {
    private final FeedFile file;
    private final String correlationId;
    private final FeedFileTable files;
    private final Rejects rejects;
    private final Deadline deadline;
    private final Map<String, Integer> staleFrom;
    private long applied;
    private long unchanged;
    private long duplicates;

    FeedRun(FeedFile file, String correlationId, FeedFileTable files, Rejects rejects, Deadline deadline) {
        this.file = file;
        this.correlationId = correlationId;
        this.files = files;
        this.rejects = rejects;
        this.deadline = deadline;
        this.applied = file.applied();
        this.unchanged = file.unchanged();
        this.staleFrom = new HashMap<>(file.staleFrom());
    }

    public FeedFile file() {
        return file;
    }

    public String correlationId() {
        return correlationId;
    }

    /** Whether the subject was known when the file first came. */
    public boolean isKnown(String subject) {
        return file.knownSubjects().contains(subject);
    }

    public void reject(BadLine line) {
        rejects.add(line);
    }

    public void duplicate(FeedRow row, String code, String reason) {
        duplicates++;
        rejects.addUncounted(row.bad(null, code, reason));
    }

    public void applied(long rows) {
        applied += rows;
    }

    public void unchanged(long rows) {
        unchanged += rows;
    }

    /** Whether an earlier attempt applied this window; its rows are read again only to tell those set aside. */
    public boolean isDone(int window) {
        return window < file.windowsDone();
    }

    /** From this window on the subject's rows have come too late. */
    public void stale(String subject, int window) {
        staleFrom.putIfAbsent(subject, window);
    }

    public boolean wasStale(String subject, int window) {
        Integer from = staleFrom.get(subject);
        return from != null && from <= window;
    }

    /**
     * Ends a window for good.
     *
     * @param last whether the file ends with it
     * @throws FeedInterruptedException when there is no time for another
     */
    public void windowDone(int window, boolean last) {
        rejects.flush();
        if (isDone(window)) {
            return;
        }
        files.checkpoint(file, window + 1, applied, unchanged, staleFrom);
        if (!last && deadline.isNear()) {
            throw new FeedInterruptedException(
                    "Time is nearly up after window " + window + " of " + file.key() + "; the next delivery goes on");
        }
    }

    long applied() {
        return applied;
    }

    long unchanged() {
        return unchanged;
    }

    long duplicates() {
        return duplicates;
    }

    Rejects rejects() {
        return rejects;
    }
}
