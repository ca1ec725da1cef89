package dev.tandem.local.stepfunctions;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The latest runs of distributed maps, with their children. They live in memory: a restart forgets finished ones. */
final class MapRuns {
    private static final int KEPT = 200;

    private final Map<String, MapRun> runs = new LinkedHashMap<>();

    synchronized MapRun begin(
            String arn,
            Execution parent,
            int children,
            int items,
            int maxConcurrency,
            Tolerance tolerance,
            boolean keepAll,
            Instant at) {
        MapRun run = new MapRun(arn, parent, children, items, maxConcurrency, tolerance, keepAll, at);
        runs.put(arn, run);
        if (runs.size() > KEPT) {
            runs.values().stream()
                    .filter(old -> old.parent().status() != ExecutionStatus.RUNNING)
                    .findFirst()
                    .ifPresent(old -> runs.remove(old.arn()));
        }
        return run;
    }

    synchronized @Nullable MapRun find(String arn) {
        return runs.get(arn);
    }

    synchronized List<MapRun> of(String executionArn) {
        return runs.values().stream()
                .filter(run -> run.parent().arn().equals(executionArn))
                .toList();
    }

    synchronized @Nullable Execution child(String executionArn) {
        for (MapRun run : runs.values()) {
            Execution child = run.child(executionArn);
            if (child != null) {
                return child;
            }
        }
        return null;
    }
}
