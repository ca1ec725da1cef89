package dev.tandem.stock.feed;

import org.jspecify.annotations.Nullable;

/**
 * How far a location's stock files have come.
 *
 * @param snapshot sequence of the snapshot applied or being applied last; 0 before the first
 * @param snapshotFile the file that brought it
 * @param snapshotDone whether it is applied to its end
 * @param highest the highest sequence of any file
 * @param version of the record
 */
record Watermark(long snapshot, @Nullable String snapshotFile, boolean snapshotDone, long highest, long version) {
    static final Watermark NONE = new Watermark(0, null, true, 0, 0);

    /** What a file may do at the location. */
    enum Verdict {
        /** Go ahead; the watermark is to be moved. */
        NEWER,
        /** Go ahead: an earlier attempt of the same file has moved it. */
        OWN,
        /** A newer snapshot was here; the file is too old. */
        STALE,
        /** A snapshot is half applied: a change on top of it must wait for its end. */
        WAIT
    }

    /** A snapshot counts only when it is newer than all that was applied: it would wipe out a newer change. */
    Verdict judgeSnapshot(long sequence, String file) {
        if (sequence > highest) {
            return Verdict.NEWER;
        }
        return sequence == snapshot && file.equals(snapshotFile) ? Verdict.OWN : Verdict.STALE;
    }

    /** A delta counts in any order with other deltas, but not below the last snapshot, which has it in already. */
    Verdict judgeDelta(long sequence) {
        if (sequence <= snapshot) {
            return Verdict.STALE;
        }
        return snapshotDone ? Verdict.NEWER : Verdict.WAIT;
    }

    Watermark withSnapshot(long sequence, String file) {
        return new Watermark(sequence, file, false, Math.max(highest, sequence), version + 1);
    }

    Watermark withDelta(long sequence) {
        return new Watermark(snapshot, snapshotFile, snapshotDone, Math.max(highest, sequence), version + 1);
    }
}
