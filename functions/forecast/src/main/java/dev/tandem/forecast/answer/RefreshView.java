package dev.tandem.forecast.answer;

import dev.tandem.forecast.refresh.GroupOutcome;
import dev.tandem.forecast.refresh.GroupRefresh;
import dev.tandem.forecast.refresh.Run;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A refresh as the API tells it.
 *
 * @param run the run that does the work: another one's name where a refresh that broke off is taken up
 * @param series that the groups have, as far as known
 * @param done series that were forecast
 * @param skipped series whose forecast stands, as nothing has changed
 * @param computeSeconds the processor time of all groups together, each from reading its history to writing its forecasts
 * @param secondsLeft at the pace so far; absent before the first group is done
 * @param failures the first of them; the whole list is in the data bucket
 */
public record RefreshView(
        String refreshId,
        String run,
        Run.Status status,
        Instant startedAt,
        @Nullable Instant endedAt,
        int groups,
        int groupsDone,
        int series,
        int done,
        int skipped,
        int failed,
        double computeSeconds,
        @Nullable Long secondsLeft,
        List<GroupRefresh.Failure> failures,
        @Nullable String note) {
    private static final int FAILURES_TOLD = 50;

    public static RefreshView of(String id, Run run, List<GroupOutcome> outcomes, Instant now) {
        int groupsDone = outcomes.size();
        Long left = null;
        if (run.status() == Run.Status.RUNNING && groupsDone > 0) {
            double seconds = Duration.between(run.startedAt(), now).toMillis() / 1000.0;
            left = Math.round(seconds * (run.groups() - groupsDone) / groupsDone);
        }
        int done = outcomes.stream().mapToInt(GroupOutcome::done).sum();
        int skipped = outcomes.stream().mapToInt(GroupOutcome::skipped).sum();
        int failed = outcomes.stream().mapToInt(GroupOutcome::failed).sum();
        return new RefreshView(
                id,
                run.plan(),
                run.status(),
                run.startedAt(),
                run.endedAt(),
                run.groups(),
                groupsDone,
                Math.max(run.series(), done + skipped + failed),
                done,
                skipped,
                failed,
                outcomes.stream().mapToLong(GroupOutcome::cpuMillis).sum() / 1000.0,
                left,
                outcomes.stream()
                        .flatMap(outcome -> outcome.failures().stream())
                        .limit(FAILURES_TOLD)
                        .toList(),
                run.note());
    }
}
