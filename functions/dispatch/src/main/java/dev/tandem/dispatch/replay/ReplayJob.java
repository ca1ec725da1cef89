package dev.tandem.dispatch.replay;

import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A replay that was asked for, and what came of it.
 *
 * @param day in UTC
 * @param policyVersion that is tried
 * @param againstVersion that it is compared with
 * @param recorded the day as it was
 */
public record ReplayJob(
        String replayId,
        State state,
        String zone,
        LocalDate day,
        String policyVersion,
        String againstVersion,
        Instant askedAt,
        @Nullable Figures recorded,
        @Nullable Figures against,
        @Nullable Figures tried,
        @Nullable Integer couriers,
        @Nullable String reason) {

    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    public ReplayJob done(int shifts, Figures asItWas, Figures base, Figures other) {
        return new ReplayJob(
                replayId,
                State.DONE,
                zone,
                day,
                policyVersion,
                againstVersion,
                askedAt,
                asItWas,
                base,
                other,
                shifts,
                null);
    }

    public ReplayJob failed(String why) {
        return new ReplayJob(
                replayId, State.FAILED, zone, day, policyVersion, againstVersion, askedAt, null, null, null, null, why);
    }
}
