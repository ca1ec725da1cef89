package dev.tandem.stock.reconciliation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The account of one night.
 *
 * @param negativePositions how many positions have less than nothing on hand; {@code negative} lists the first of them
 * @param notChecked locations whose comparison failed
 * @param failure why the run broke off
 */
public record ReconciliationReport(
        String date,
        String run,
        Status status,
        int locations,
        long positions,
        long movements,
        long negativePositions,
        List<Difference> differences,
        List<LocationResult.Negative> negative,
        List<String> unsettled,
        List<String> notChecked,
        Instant finishedAt,
        @Nullable Failure failure) {

    private static final int NEGATIVE_LISTED = 1000;

    public enum Status {
        AGREES,
        DIFFERS,
        /** No difference found, but not everything could be compared. */
        INCOMPLETE,
        FAILED
    }

    public record Failure(String error, String cause) {}

    /** Adds up what the locations found; {@code missing} are those without a result. */
    static ReconciliationReport of(
            String date, String run, List<LocationResult> results, List<String> missing, Instant finishedAt) {
        List<Difference> differences = new ArrayList<>();
        List<LocationResult.Negative> negative = new ArrayList<>();
        List<String> unsettled = new ArrayList<>();
        long positions = 0;
        long movements = 0;
        for (LocationResult result : results) {
            positions += result.positions();
            movements += result.movements();
            differences.addAll(result.differences());
            negative.addAll(result.negative());
            result.unsettled().forEach(sku -> unsettled.add(result.location() + "/" + sku));
        }
        Status status = !differences.isEmpty()
                ? Status.DIFFERS
                : missing.isEmpty() && unsettled.isEmpty() ? Status.AGREES : Status.INCOMPLETE;
        return new ReconciliationReport(
                date,
                run,
                status,
                results.size(),
                positions,
                movements,
                negative.size(),
                differences,
                List.copyOf(negative.subList(0, Math.min(negative.size(), NEGATIVE_LISTED))),
                unsettled,
                missing,
                finishedAt,
                null);
    }

    static ReconciliationReport failed(String date, String run, Failure failure, Instant finishedAt) {
        return new ReconciliationReport(
                date, run, Status.FAILED, 0, 0, 0, 0, List.of(), List.of(), List.of(), List.of(), finishedAt, failure);
    }
}
