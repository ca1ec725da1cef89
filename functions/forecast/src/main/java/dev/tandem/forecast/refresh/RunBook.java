package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Groups;
import java.time.Instant;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** What is remembered of changes and runs. */
public interface RunBook {
    /** Whose the work is. */
    sealed interface Lease {
        /** Somebody else's. */
        record Taken(String plan) implements Lease {}

        /** The caller's; {@code resumed} when a run is to be taken up that its execution has not ended. */
        record Held(String plan, boolean resumed) implements Lease {}
    }

    /** The groups of this installation, fixed with its first use. */
    Groups groups();

    /**
     * The key that a signal is declared with: the usual one, or the one that was said first.
     *
     * @param said declares it, when nobody has yet
     */
    Optional<SignalKey> signalKey(String signal, Optional<SignalKey> said);

    /** Announces a change file. Doing it again changes nothing. */
    void announce(Change change);

    /** All changes that are not merged everywhere, in the order of merging. */
    List<Change> changes();

    /** Remembers which groups have yet to merge a change; none forgets it. */
    void settle(String changeId, BitSet left);

    /** Takes the lease if it is free, over if it has run out, again if it is the caller's. */
    Lease acquire(String execution, Instant now);

    /** Extends the lease of a run by its usual time; false when the run has it no longer. */
    boolean renew(String plan, Instant now);

    void release(String plan);

    /** Remembers that a run was asked for, unless more is known of it. */
    void request(Run run);

    /** Writes how a run stands. */
    void write(Run run);

    /** The same under the name of an execution that did no run of its own, or goes on with that of another. */
    void follow(String execution, String plan);

    Optional<Run> run(String planOrExecution);

    /** The name of the last run that had something to do. */
    Optional<String> latest();

    void done(String plan, GroupOutcome outcome);

    List<GroupOutcome> outcomes(String plan);

    /** The plan of the published version. */
    Optional<String> published();

    /** Whether somebody reads a version and needs its files to stay. */
    boolean held(Instant now);

    /** Publishes in one step; false when another version than the base is published, unless it is this one already. */
    boolean publish(String plan, String base, Instant now);
}
