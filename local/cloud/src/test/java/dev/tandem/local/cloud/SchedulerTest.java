package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.local.stepfunctions.VirtualClock;
import dev.tandem.local.template.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SchedulerTest {

    private static final String ARN = "arn:aws:lambda:eu-central-1:000000000000:function:Sweep";

    private final VirtualClock clock = VirtualClock.frozenAt(Instant.parse("2026-01-01T00:00:00Z"));
    private final BlockingQueue<String> started = new LinkedBlockingQueue<>();

    private static Resource.Schedule schedule(String name, String expression, boolean enabled, String input) {
        return new Resource.Schedule(
                name, name, expression, ZoneId.of("UTC"), enabled, ARN, Optional.ofNullable(input), Optional.empty());
    }

    private Scheduler scheduler(Resource.Schedule... schedules) {
        Scheduler scheduler = new Scheduler(
                clock, List.of(schedules), (schedule, input) -> started.add(schedule.name() + " " + input));
        scheduler.start();
        return scheduler;
    }

    @Test
    void runsWhenTheClockReachesTheTimeAndAgainAfterwards() throws Exception {
        try (Scheduler scheduler = scheduler(schedule("sweep", "rate(10 minutes)", true, "{}"))) {
            clock.advance(Duration.ofMinutes(9));
            assertThat(started.poll(100, TimeUnit.MILLISECONDS)).isNull();
            clock.advance(Duration.ofMinutes(1));
            assertThat(started.poll(5, TimeUnit.SECONDS)).isEqualTo("sweep {}");
            clock.advance(Duration.ofMinutes(10));
            assertThat(started.poll(5, TimeUnit.SECONDS)).isEqualTo("sweep {}");
            assertThat(scheduler.status().getFirst().next()).contains(Instant.parse("2026-01-01T00:30:00Z"));
        }
    }

    @Test
    void aDisabledScheduleRunsOnlyWhenFired() throws Exception {
        try (Scheduler scheduler = scheduler(schedule("sweep", "rate(1 minute)", false, "{}"))) {
            clock.advance(Duration.ofHours(1));
            assertThat(started.poll(100, TimeUnit.MILLISECONDS)).isNull();
            assertThat(scheduler.fire("sweep")).isTrue();
            assertThat(started).hasSize(1);
            assertThat(scheduler.fire("nobody")).isFalse();
        }
    }

    @Test
    void fillsTheContextAttributesAndSendsTheStandardEventWithoutInput() {
        Instant at = Instant.parse("2026-01-01T02:00:00Z");
        assertThat(Scheduler.input(
                        schedule("s", "rate(1 day)", true, "{\"at\":\"<aws.scheduler.scheduled-time>\"}"), at))
                .isEqualTo("{\"at\":\"2026-01-01T02:00:00Z\"}");
        assertThat(Scheduler.input(schedule("s", "rate(1 day)", true, null), at))
                .contains("\"source\":\"aws.scheduler\"", "\"detail-type\":\"Scheduled Event\"", "schedule/default/s");
    }

    @Test
    void aRefusedTargetIsRememberedAndTold() {
        Scheduler scheduler =
                new Scheduler(clock, List.of(schedule("s", "rate(1 day)", true, null)), (schedule, input) -> {
                    throw new IllegalStateException("not allowed");
                });
        assertThatThrownBy(() -> scheduler.fire("s")).hasMessage("not allowed");
        assertThat(scheduler.status().getFirst().lastError()).contains("not allowed");
    }

    @Test
    void aScheduleThatCannotBeReadStopsTheStart() {
        assertThatThrownBy(() -> scheduler(schedule("s", "cron(never)", true, null)))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("schedule s: cron(never)");
    }
}
