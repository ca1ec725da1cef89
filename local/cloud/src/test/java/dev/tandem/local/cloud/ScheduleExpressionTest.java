package dev.tandem.local.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleExpressionTest {

    private static final ZoneId LONDON = ZoneId.of("Europe/London");

    private static Instant next(String expression, String after) {
        return ScheduleExpression.parse(expression, LONDON)
                .next(Instant.parse(after))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "rate(1 minute),2026-01-01T00:01:00Z",
        "rate(90 minutes),2026-01-01T01:30:00Z",
        "rate(2 hours),2026-01-01T02:00:00Z",
        "rate(7 days),2026-01-08T00:00:00Z"
    })
    void ratesCountFromTheLastRun(String expression, String expected) {
        assertThat(next(expression, "2026-01-01T00:00:00Z")).isEqualTo(expected);
    }

    @Test
    void cronFollowsTheZoneThroughSummerTime() {
        assertThat(next("cron(0 2 * * ? *)", "2026-01-15T12:00:00Z")).isEqualTo("2026-01-16T02:00:00Z");
        assertThat(next("cron(0 2 * * ? *)", "2026-07-15T12:00:00Z")).isEqualTo("2026-07-16T01:00:00Z");
    }

    @Test
    void cronKnowsDaysOfWeekLastDaysAndYears() {
        assertThat(next("cron(30 9 ? * MON-FRI *)", "2026-01-02T12:00:00Z")).isEqualTo("2026-01-05T09:30:00Z");
        assertThat(next("cron(0 0 L * ? *)", "2026-02-01T00:00:00Z")).isEqualTo("2026-02-28T00:00:00Z");
        assertThat(next("cron(0/15 * * * ? *)", "2026-01-01T00:01:00Z")).isEqualTo("2026-01-01T00:15:00Z");
        assertThat(ScheduleExpression.parse("cron(0 0 1 1 ? 2020)", LONDON).next(Instant.parse("2026-01-01T00:00:00Z")))
                .isEmpty();
    }

    @Test
    void atRunsOnce() {
        ScheduleExpression once = ScheduleExpression.parse("at(2026-07-01T10:00:00)", LONDON);
        assertThat(once.next(Instant.parse("2026-06-30T00:00:00Z"))).contains(Instant.parse("2026-07-01T09:00:00Z"));
        assertThat(once.next(Instant.parse("2026-07-01T09:00:00Z"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rate(0 minutes)",
                "rate(five minutes)",
                "rate(5 fortnights)",
                "cron(0 2 * *)",
                "cron(0 25 * * ? *)",
                "cron(0 2 * * * *)",
                "at(tomorrow)",
                "every day",
                ""
            })
    void whatIsNoScheduleIsRefused(String text) {
        assertThatThrownBy(() -> ScheduleExpression.parse(text, LONDON)).isInstanceOf(IllegalArgumentException.class);
    }
}
