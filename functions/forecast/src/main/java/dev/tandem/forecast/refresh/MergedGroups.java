package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.ChangeFile;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.HistoryFile;
import dev.tandem.forecast.history.TrackKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The histories of a run's groups: those of the version that it begins with, and the changes that its plan lists. */
final class MergedGroups {
    private final DataFiles files;
    private final RefreshPlan plan;
    private final Manifest base;
    private final Groups groups;
    /** Of change files, whose sections lie in many groups. */
    private final Map<String, byte[]> heads = new HashMap<>();

    MergedGroups(DataFiles files, RefreshPlan plan, Manifest base) {
        this.files = files;
        this.plan = plan;
        this.base = base;
        this.groups = new Groups(base.groups());
    }

    /** Signals that hold for a whole region or category. */
    GroupHistory shared() {
        return (plan.shared()
                        ? Optional.of(Keys.history(groups.shared(), plan.plan()))
                        : base.historyKey(groups.shared()))
                .map(this::file)
                .map(HistoryFile::read)
                .orElse(GroupHistory.EMPTY);
    }

    GroupHistory.Merge of(int group) {
        GroupHistory history =
                base.historyKey(group).map(this::file).map(HistoryFile::read).orElse(GroupHistory.EMPTY);
        Set<TrackKey> changed = new HashSet<>();
        boolean touched = false;
        for (RefreshPlan.PlannedChange change : plan.changes()) {
            if (change.left().get(group)) {
                GroupHistory.Merge merge = history.merged(section(change.id(), group));
                history = merge.history();
                changed.addAll(merge.changed());
                touched |= merge.touched();
            }
        }
        return new GroupHistory.Merge(history, changed, touched);
    }

    /** Of the published version: a file that is not there is a loss, not an empty history. */
    byte[] file(String key) {
        return files.read(key).orElseThrow(() -> new IllegalStateException("The file " + key + " is gone"));
    }

    private GroupHistory section(String change, int group) {
        String key = Keys.change(change);
        byte[] head = heads.computeIfAbsent(change, id -> files.read(key, 0, ChangeFile.headBytes(groups)));
        int[] section = ChangeFile.section(head, groups, group);
        return section[1] > section[0] ? HistoryFile.read(files.read(key, section[0], section[1])) : GroupHistory.EMPTY;
    }
}
