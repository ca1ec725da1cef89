package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tandem.stock.OpeningHours.ExceptionDay;
import dev.tandem.stock.OpeningHours.Period;
import dev.tandem.stock.OpeningHours.Week;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpeningHoursTest {
    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final List<Period> NINE_TO_SIX = List.of(new Period("09:00", "18:00"));
    private static final OpeningHours SHOP = hours(NINE_TO_SIX, List.of());

    @Test
    void workGoesOnTheNextMorning() {
        // Monday 2 March 2026, winter: local time is UTC.
        assertThat(ready(SHOP, "2026-03-02T10:00:00Z", "PT1H")).contains(Instant.parse("2026-03-02T11:00:00Z"));
        assertThat(ready(SHOP, "2026-03-02T17:40:00Z", "PT1H")).contains(Instant.parse("2026-03-03T09:40:00Z"));
        assertThat(ready(SHOP, "2026-03-02T03:00:00Z", "PT1H")).contains(Instant.parse("2026-03-02T10:00:00Z"));
        assertThat(ready(SHOP, "2026-03-02T03:00:00Z", "PT0S")).contains(Instant.parse("2026-03-02T09:00:00Z"));
        // Ready at closing time is of no use: the doors are shut.
        assertThat(ready(SHOP, "2026-03-02T17:00:00Z", "PT1H")).contains(Instant.parse("2026-03-03T09:00:00Z"));
        assertThat(ready(SHOP, "2026-03-02T09:00:00Z", "PT20H")).contains(Instant.parse("2026-03-04T11:00:00Z"));
    }

    @Test
    void exceptionsReplaceTheirDay() {
        OpeningHours hours = hours(
                NINE_TO_SIX,
                List.of(
                        new ExceptionDay(LocalDate.of(2026, 3, 3), List.of()),
                        new ExceptionDay(LocalDate.of(2026, 3, 4), List.of(new Period("12:00", "13:00")))));
        assertThat(ready(hours, "2026-03-02T17:30:00Z", "PT1H")).contains(Instant.parse("2026-03-04T12:30:00Z"));
        assertThat(hours.isOpen(Instant.parse("2026-03-03T12:00:00Z"))).isFalse();
    }

    @Test
    void whoNeverOpensIsNeverReady() {
        assertThat(ready(hours(List.of(), List.of()), "2026-03-02T10:00:00Z", "PT1H"))
                .isEmpty();
        assertThat(ready(SHOP, "2026-03-02T10:00:00Z", "P300D")).isEmpty();
    }

    @Test
    void aNightShiftGoesOnOverMidnight() {
        OpeningHours night = hours(List.of(new Period("00:00", "02:00"), new Period("22:00", "24:00")), List.of());
        assertThat(ready(night, "2026-03-02T23:30:00Z", "PT1H")).contains(Instant.parse("2026-03-03T00:30:00Z"));
        assertThat(ready(night, "2026-03-02T23:00:00Z", "PT1H")).contains(Instant.parse("2026-03-03T00:00:00Z"));
    }

    @Test
    void clockChanges() {
        OpeningHours all = hours(List.of(new Period("00:00", "24:00")), List.of());
        // 29 March 2026: 01:00 becomes 02:00, the day has 23 hours; 25 October has 25.
        assertThat(all.spans(LocalDate.of(2026, 3, 29)))
                .containsExactly(new OpeningHours.Span(
                        Instant.parse("2026-03-29T00:00:00Z"), Instant.parse("2026-03-29T23:00:00Z")));
        assertThat(all.spans(LocalDate.of(2026, 10, 25)))
                .containsExactly(new OpeningHours.Span(
                        Instant.parse("2026-10-24T23:00:00Z"), Instant.parse("2026-10-26T00:00:00Z")));
        OpeningHours early = hours(List.of(new Period("01:30", "02:30")), List.of());
        assertThat(early.spans(LocalDate.of(2026, 3, 29)))
                .as("half past one does not exist and moves on to half past two, which is closing time")
                .isEmpty();
        assertThat(early.spans(LocalDate.of(2026, 10, 25)))
                .as("half past one comes twice, the first time counts")
                .containsExactly(new OpeningHours.Span(
                        Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-25T02:30:00Z")));
        assertThat(ready(SHOP, "2026-03-28T17:30:00Z", "PT1H")).contains(Instant.parse("2026-03-29T08:30:00Z"));
        assertThat(ready(SHOP, "2026-10-24T16:30:00Z", "PT1H")).contains(Instant.parse("2026-10-25T09:30:00Z"));
    }

    @Test
    void periodsMustMakeSense() {
        assertThatThrownBy(() -> new Period("18:00", "09:00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Period("09:00", "24:01")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Period("9:00", "12:00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hours(List.of(new Period("09:00", "12:00"), new Period("11:00", "13:00")), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * Against a clock that ticks minute by minute and asks the local wall clock: in London, New York and Lord Howe (which moves its
     * clock by half an hour), around both changes. Periods keep out of the hours that are skipped or come twice.
     */
    @Test
    void agreesWithAWallClockThatTicks() {
        List<ZoneId> zones = List.of(LONDON, ZoneId.of("America/New_York"), ZoneId.of("Australia/Lord_Howe"));
        List<LocalDate> days = List.of(
                LocalDate.of(2026, 3, 28),
                LocalDate.of(2026, 10, 24),
                LocalDate.of(2026, 3, 7),
                LocalDate.of(2026, 10, 31),
                LocalDate.of(2026, 4, 4),
                LocalDate.of(2026, 10, 3));
        for (long seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            ZoneId zone = zones.get(random.nextInt(zones.size()));
            List<Period> periods = new ArrayList<>();
            int minute = 4 * 60 + random.nextInt(300);
            while (minute < 23 * 60 && periods.size() < 3) {
                int end = Math.min(24 * 60, minute + 1 + random.nextInt(400));
                periods.add(new Period(time(minute), time(end)));
                minute = end + random.nextInt(200);
            }
            List<Period> some = random.nextInt(3) == 0 ? List.of() : periods;
            OpeningHours hours = new OpeningHours(
                    zone,
                    new Week(periods, some, periods, periods, some, periods, periods),
                    random.nextBoolean()
                            ? List.of()
                            : List.of(new ExceptionDay(days.get(0).plusDays(1), List.of())));
            Instant now = days.get(random.nextInt(days.size()))
                    .atStartOfDay(zone)
                    .toInstant()
                    .plus(Duration.ofMinutes(random.nextInt(2 * 24 * 60)));
            int work = random.nextInt(900);
            assertThat(hours.readyAt(now, Duration.ofMinutes(work)))
                    .as("seed %d", seed)
                    .contains(tick(hours, now, work));
        }
    }

    private static Instant tick(OpeningHours hours, Instant now, int work) {
        Instant at = now;
        int left = work;
        while (true) {
            if (open(hours, at)) {
                if (left == 0) {
                    return at;
                }
                left--;
            }
            at = at.plus(Duration.ofMinutes(1));
        }
    }

    private static boolean open(OpeningHours hours, Instant at) {
        LocalDateTime local = at.atZone(hours.zone()).toLocalDateTime();
        int minute = local.getHour() * 60 + local.getMinute();
        Optional<ExceptionDay> exception = hours.exceptions().stream()
                .filter(day -> day.date().equals(local.toLocalDate()))
                .findFirst();
        DayOfWeek day = local.getDayOfWeek();
        List<Period> periods = exception
                .map(ExceptionDay::periods)
                .orElseGet(() -> hours.week().on(day));
        return periods.stream().anyMatch(period -> minute >= period.fromMinute() && minute < period.toMinute());
    }

    private static String time(int minute) {
        return String.format("%02d:%02d", minute / 60, minute % 60);
    }

    private static OpeningHours hours(List<Period> daily, List<ExceptionDay> exceptions) {
        return new OpeningHours(LONDON, new Week(daily, daily, daily, daily, daily, daily, daily), exceptions);
    }

    private static Optional<Instant> ready(OpeningHours hours, String now, String work) {
        return hours.readyAt(Instant.parse(now), Duration.parse(work));
    }
}
