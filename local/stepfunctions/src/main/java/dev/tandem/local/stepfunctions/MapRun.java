package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The children and counts of one distributed map. */
final class MapRun {
    /** Of a large run, this many finished children can still be looked at; failed ones stay. */
    private static final int KEPT = 1_000;

    private final String arn;
    private final Execution parent;
    private final int totalChildren;
    private final int totalItems;
    private final int maxConcurrency;
    private final Tolerance tolerance;
    /** A result writer wants every child. */
    private final boolean keepAll;

    private final Instant start;
    private final Map<String, Execution> children = new LinkedHashMap<>();
    private final Map<ExecutionStatus, int[]> counts = new LinkedHashMap<>();
    private String status = "RUNNING";
    private @Nullable Instant stop;

    MapRun(
            String arn,
            Execution parent,
            int totalChildren,
            int totalItems,
            int maxConcurrency,
            Tolerance tolerance,
            boolean keepAll,
            Instant start) {
        this.arn = arn;
        this.parent = parent;
        this.totalChildren = totalChildren;
        this.totalItems = totalItems;
        this.maxConcurrency = maxConcurrency;
        this.tolerance = tolerance;
        this.keepAll = keepAll;
        this.start = start;
        for (ExecutionStatus each : ExecutionStatus.values()) {
            counts.put(each, new int[2]);
        }
    }

    String arn() {
        return arn;
    }

    Execution parent() {
        return parent;
    }

    synchronized void started(Execution child, int items) {
        children.put(child.arn(), child);
        add(ExecutionStatus.RUNNING, 1, items);
        if (!keepAll && children.size() > KEPT && map(ExecutionStatus.SUCCEEDED)[0] > 0) {
            children.values().stream()
                    .filter(old -> old.status() == ExecutionStatus.SUCCEEDED)
                    .findFirst()
                    .ifPresent(old -> children.remove(old.arn()));
        }
    }

    synchronized void ended(Execution child, int items) {
        add(ExecutionStatus.RUNNING, -1, -items);
        add(child.status(), 1, items);
    }

    private int[] map(ExecutionStatus key) {
        return counts.computeIfAbsent(key, ignored -> new int[2]);
    }

    private void add(ExecutionStatus key, int executions, int items) {
        int[] found = map(key);
        found[0] += executions;
        found[1] += items;
    }

    synchronized boolean exceeded() {
        return tolerance.exceeded(
                map(ExecutionStatus.FAILED)[1] + (long) map(ExecutionStatus.TIMED_OUT)[1], totalItems);
    }

    synchronized void end(String finalStatus, Instant at) {
        status = finalStatus;
        stop = at;
    }

    synchronized List<Execution> children() {
        return new ArrayList<>(children.values());
    }

    synchronized @Nullable Execution child(String executionArn) {
        return children.get(executionArn);
    }

    /** The answer of DescribeMapRun. */
    synchronized ObjectNode describe() {
        ObjectNode node = Json.object()
                .put("mapRunArn", arn)
                .put("executionArn", parent.arn())
                .put("status", status)
                .put("startDate", History.seconds(start))
                .put("maxConcurrency", maxConcurrency)
                .put("toleratedFailureCount", tolerance.count() == null ? 0 : tolerance.count())
                .put("toleratedFailurePercentage", tolerance.percentage() == null ? 0 : tolerance.percentage());
        if (stop != null) {
            node.put("stopDate", History.seconds(stop));
        }
        node.set("itemCounts", counts(1, totalItems));
        node.set("executionCounts", counts(0, totalChildren));
        return node;
    }

    private ObjectNode counts(int which, int total) {
        int known = counts.values().stream().mapToInt(count -> count[which]).sum();
        return Json.object()
                .put("pending", total - known)
                .put("running", map(ExecutionStatus.RUNNING)[which])
                .put("succeeded", map(ExecutionStatus.SUCCEEDED)[which])
                .put("failed", map(ExecutionStatus.FAILED)[which])
                .put("timedOut", map(ExecutionStatus.TIMED_OUT)[which])
                .put("aborted", map(ExecutionStatus.ABORTED)[which])
                .put("total", total)
                .put("resultsWritten", 0);
    }
}
