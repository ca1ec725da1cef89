package dev.tandem.stock.reconciliation;

import dev.tandem.commons.Json;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The three steps of the workflow. Each may be run again with the same input and leaves the same files. */
public final class ReconciliationSteps {
    private static final Pattern RUN = Pattern.compile("[A-Za-z0-9_-]{1,80}");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    private final ReconciliationFiles files;
    private final Clock clock;

    public ReconciliationSteps(ReconciliationFiles files, Clock clock) {
        this.files = files;
        this.clock = clock;
    }

    /** @param run names the execution; @param date the day, ISO-8601 */
    public record PlanInput(String run, String date) {
        public PlanInput {
            check(run, date);
        }
    }

    /** Where the list of locations is. */
    public record Plan(String bucket, String key, int locations) {}

    public record CompareInput(String run, String date, List<String> locations) {
        public CompareInput {
            check(run, date);
            locations = List.copyOf(locations);
        }
    }

    public record Compared(int locations, long positions, int differences) {}

    /** @param failure why the run broke off; null when it came to its end */
    public record FinishInput(String run, String date, ReconciliationReport.@Nullable Failure failure) {
        public FinishInput {
            check(run, date);
        }
    }

    public record Finished(
            ReconciliationReport.Status status, int locations, long positions, int differences, String report) {}

    public Plan plan(PlanInput input, List<String> locations) {
        String key = ReconciliationFiles.planKey(input.date(), input.run());
        files.write(key, Json.writeBytes(locations));
        return new Plan(files.bucket(), key, locations.size());
    }

    public Compared compare(CompareInput input, Reconciliation reconciliation) {
        long positions = 0;
        int differences = 0;
        for (String location : input.locations()) {
            LocationResult result = reconciliation.compare(location);
            files.write(ReconciliationFiles.resultKey(input.date(), input.run(), location), Json.writeBytes(result));
            positions += result.positions();
            differences += result.differences().size();
        }
        return new Compared(input.locations().size(), positions, differences);
    }

    /** Writes the report of the day and queues the differences, each under an id that a repeat has too. */
    public Finished finish(FinishInput input, DifferenceQueue queue) {
        ReconciliationReport report = input.failure() == null
                ? added(input)
                : ReconciliationReport.failed(input.date(), input.run(), input.failure(), clock.instant());
        String key = ReconciliationFiles.reportKey(input.date());
        files.write(key, Json.writeBytes(report));
        for (Difference difference : report.differences()) {
            queue.add(input.run() + "/" + difference.location() + "/" + difference.sku(), difference);
        }
        return new Finished(
                report.status(),
                report.locations(),
                report.positions(),
                report.differences().size(),
                key);
    }

    private ReconciliationReport added(FinishInput input) {
        byte[] plan = files.read(ReconciliationFiles.planKey(input.date(), input.run()))
                .orElseThrow(
                        () -> new IllegalStateException("The list of locations of run " + input.run() + " is gone"));
        List<LocationResult> results = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String location : Arrays.asList(Json.read(plan, String[].class))) {
            Optional<byte[]> result = files.read(ReconciliationFiles.resultKey(input.date(), input.run(), location));
            result.ifPresentOrElse(
                    json -> results.add(Json.read(json, LocationResult.class)), () -> missing.add(location));
        }
        return ReconciliationReport.of(input.date(), input.run(), results, missing, clock.instant());
    }

    private static void check(@Nullable String run, @Nullable String date) {
        if (run == null || !RUN.matcher(run).matches()) {
            throw new IllegalArgumentException("run must be the name of an execution");
        }
        if (date == null || !DATE.matcher(date).matches()) {
            throw new IllegalArgumentException("date must be an ISO-8601 date");
        }
    }
}
