package dev.tandem.forecast.refresh;

import java.util.List;

/**
 * What became of a group in a run. Once it is in the book the group is done.
 *
 * @param history whether the history was written anew
 * @param asOfDay the day that its forecasts know
 * @param computedAt when its oldest forecast was made
 * @param series forecasts it has now
 * @param done series that were forecast
 * @param skipped series whose forecast stands
 * @param failed series that failed
 * @param failures the first of them
 * @param cpuMillis the processor time that it took
 */
public record GroupOutcome(
        int group,
        boolean history,
        int asOfDay,
        long computedAt,
        int series,
        int done,
        int skipped,
        int failed,
        List<GroupRefresh.Failure> failures,
        long cpuMillis) {
    public static final int FAILURES_LISTED = 20;

    public GroupOutcome {
        failures = List.copyOf(failures);
    }

    Manifest.Renewed renewed() {
        return new Manifest.Renewed(group, history, true, asOfDay, computedAt, series);
    }
}
