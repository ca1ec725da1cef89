package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;

/**
 * What a run is to do. Written once, before anything is done, and followed by whoever takes the run up again.
 *
 * @param plan name of the run
 * @param base the published version that it starts from, empty for none
 * @param plannedAt milliseconds of the epoch
 * @param asOfDay the last day that histories are to cover
 * @param changes the change files to merge, in order
 * @param groups the groups to refresh
 * @param shared whether the run has renewed the shared signals
 * @param sharedChanged keys of shared signals that have changed
 * @param pool the run that learnt the pool which the base was made with, empty for none
 * @param learns whether this run is to learn a pool; its groups use it where it is there, and else the last one
 */
public record RefreshPlan(
        String plan,
        String base,
        long plannedAt,
        int asOfDay,
        List<PlannedChange> changes,
        List<Integer> groups,
        boolean shared,
        List<String> sharedChanged,
        String pool,
        boolean learns) {

    /** @param groups those that have yet to merge it, as the words of a {@link BitSet} */
    public record PlannedChange(String id, long[] groups) {
        static PlannedChange of(Change change) {
            return new PlannedChange(change.id(), change.groups().toLongArray());
        }

        BitSet left() {
            return BitSet.valueOf(groups);
        }
    }

    public RefreshPlan {
        changes = List.copyOf(changes);
        groups = List.copyOf(groups);
        sharedChanged = List.copyOf(sharedChanged);
        // Plans of before there were pools.
        pool = Objects.requireNonNullElse(pool, "");
    }

    /** @throws IllegalStateException when there is no such plan */
    static RefreshPlan of(DataFiles files, String plan) {
        return read(files.read(Keys.plan(plan)).orElseThrow(() -> new IllegalStateException("No plan " + plan)));
    }

    /** The run whose pool this one's groups use; empty for none. */
    String poolUsed(DataFiles files) {
        return learns && files.read(Keys.learnt(plan)).isPresent() ? plan : pool;
    }

    public static RefreshPlan read(byte[] json) {
        return Json.read(json, RefreshPlan.class);
    }
}
