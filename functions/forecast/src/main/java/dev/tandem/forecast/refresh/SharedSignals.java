package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.ChangeFile;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.HistoryFile;
import dev.tandem.forecast.history.TrackKey;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Signals that hold for a whole region or category. They are few, so the plan of a run merges them once for all groups.
 *
 * @param changed keys such as {@code region:north}
 * @param touched whether the history is to be written anew
 */
record SharedSignals(GroupHistory history, Set<String> changed, boolean touched) {

    static SharedSignals merged(Manifest base, List<Change> changes, DataFiles files) {
        Groups groups = new Groups(base.groups());
        GroupHistory history = base.historyKey(groups.shared())
                .map(key ->
                        files.read(key).orElseThrow(() -> new IllegalStateException("The file " + key + " is gone")))
                .map(HistoryFile::read)
                .orElse(GroupHistory.EMPTY);
        Set<String> changed = new TreeSet<>();
        boolean touched = false;
        for (Change change : changes) {
            if (change.groups().get(groups.shared())) {
                GroupHistory.Merge merge = history.merged(section(change.id(), groups, files));
                history = merge.history();
                touched |= merge.touched();
                merge.changed().stream().map(TrackKey::sku).forEach(changed::add);
            }
        }
        return new SharedSignals(history, changed, touched);
    }

    private static GroupHistory section(String change, Groups groups, DataFiles files) {
        String key = Keys.change(change);
        int[] section = ChangeFile.section(files.read(key, 0, ChangeFile.headBytes(groups)), groups, groups.shared());
        return HistoryFile.read(files.read(key, section[0], section[1]));
    }
}
