package dev.tandem.returns.lifecycle;

import dev.tandem.returns.policy.ReturnChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a channel keeps its promise.
 *
 * @param started returns whose clock started, without those that staff rejected on their way
 * @param ended of them, those whose clock stands
 * @param late of those started, those that ended late or are past their time and still run
 * @param shareInTime of those that ended or are late: what a promise was kept or broken for; absent when there is none
 * @param medianMinutes of those that ended
 * @param medianMinutesByStep from the stage before to each stage, of all that reached it
 */
public record PromiseFigures(
        int started,
        int ended,
        int late,
        @Nullable Double shareInTime,
        @Nullable Double medianMinutes,
        Map<Stage, Double> medianMinutesByStep,
        long escalations) {

    /** @param now running clocks that are due before it are late */
    static PromiseFigures of(ReturnChannel channel, List<Lifecycle> lives, Instant now) {
        List<Double> minutes = new ArrayList<>();
        Map<Stage, List<Double>> steps = new EnumMap<>(Stage.class);
        int started = 0;
        int late = 0;
        int kept = 0;
        long escalations = 0;
        for (Lifecycle life : lives) {
            Lifecycle.Clock clock = life.clock().orElse(null);
            boolean rejected = life.stage() == Stage.ENDED && !life.paid();
            if (life.channel() != channel || clock == null || rejected) {
                continue;
            }
            started++;
            escalations += life.escalations().size();
            if (clock.minutes() != null) {
                minutes.add(clock.minutes());
            }
            if (Boolean.TRUE.equals(clock.inTime())) {
                kept++;
            } else if (clock.endedAt() != null || now.isAfter(clock.dueAt())) {
                late++;
            }
            for (int i = 1; i < life.passages().size(); i++) {
                Lifecycle.Passage before = life.passages().get(i - 1);
                Lifecycle.Passage after = life.passages().get(i);
                steps.computeIfAbsent(after.stage(), stage -> new ArrayList<>())
                        .add(Duration.between(before.at(), after.at()).toMillis() / 60_000.0);
            }
        }
        Map<Stage, Double> medians = new EnumMap<>(Stage.class);
        steps.forEach((stage, all) -> medians.put(stage, median(all)));
        return new PromiseFigures(
                started,
                minutes.size(),
                late,
                kept + late == 0 ? null : kept / (double) (kept + late),
                minutes.isEmpty() ? null : median(minutes),
                medians,
                escalations);
    }

    static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** By channel. */
    public static Map<String, PromiseFigures> ofAll(List<Lifecycle> lives, Instant now) {
        return Map.of(
                "courier", of(ReturnChannel.COURIER, lives, now),
                "store", of(ReturnChannel.STORE, lives, now));
    }
}
