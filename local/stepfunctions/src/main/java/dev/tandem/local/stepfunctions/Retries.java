package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.local.stepfunctions.State.Retrier;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** The retries of one stay in a state: each retrier counts for itself, and the counts survive a restart. */
final class Retries {
    private final Journal journal;
    private final String path;
    private final State state;
    private final List<Retrier> retriers;
    private final long[] used;
    private int attempt;
    private Instant until = Instant.MIN;

    private Retries(Journal journal, String path, State state) {
        this.journal = journal;
        this.path = path;
        this.state = state;
        this.retriers = state.handlers().retry();
        this.used = new long[retriers.size()];
    }

    static Retries restore(Journal journal, String path, State state) {
        Retries retries = new Retries(journal, path, state);
        ObjectNode line = journal.recall("retry", path);
        if (line != null) {
            for (int i = 0; i < retries.used.length; i++) {
                retries.used[i] = line.path("used").path(i).asLong();
            }
            retries.attempt = line.path("attempt").asInt();
            retries.until = Instant.ofEpochMilli(line.path("until").asLong());
        }
        return retries;
    }

    /** 0 for the first attempt. */
    int attempt() {
        return attempt;
    }

    /** When the attempt may begin. */
    Instant until() {
        return until;
    }

    /** Counts another attempt when a retrier allows it. Only the first that matches is asked. */
    boolean again(StateFailure failure, Instant now) {
        for (int i = 0; i < used.length; i++) {
            Retrier retrier = retriers.get(i);
            if (retrier.errorEquals().stream().anyMatch(name -> failure.matches(name, state.runsOthers()))) {
                if (used[i] >= retrier.maxAttempts()) {
                    return false;
                }
                until = now.plus(
                        retrier.delay(used[i], ThreadLocalRandom.current().nextDouble()));
                used[i]++;
                attempt++;
                record();
                return true;
            }
        }
        return false;
    }

    private void record() {
        ObjectNode line = Journal.line("retry", path).put("attempt", attempt).put("until", until.toEpochMilli());
        ArrayNode counts = line.putArray("used");
        for (long count : used) {
            counts.add(count);
        }
        journal.append(line);
    }
}
