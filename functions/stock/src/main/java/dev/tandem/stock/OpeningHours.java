package dev.tandem.stock;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * When a location is open, in its own local time. Clock changes are the zone's: a period that starts or ends in the hour that is
 * skipped moves forward with it, one in the hour that comes twice means the first time.
 */
public record OpeningHours(ZoneId zone, Week week, List<ExceptionDay> exceptions) {
    /** How far ahead a ready time is looked for; beyond, the location counts as not opening. */
    private static final int DAYS_AHEAD = 60;

    /** Opens at {@code from}, closes at {@code to}; {@code HH:mm}, and {@code 24:00} as the end of the day. */
    public record Period(String from, String to) {
        private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-4]):([0-5][0-9])");

        public Period {
            if (minute(from) >= minute(to)) {
                throw new IllegalArgumentException(
                        "a period must end after it starts; split one that crosses midnight");
            }
        }

        int fromMinute() {
            return minute(from);
        }

        int toMinute() {
            return minute(to);
        }

        private static int minute(@Nullable String time) {
            Matcher parts = TIME.matcher(String.valueOf(time));
            int minute =
                    parts.matches() ? Integer.parseInt(parts.group(1)) * 60 + Integer.parseInt(parts.group(2)) : -1;
            if (minute < 0 || minute > 24 * 60) {
                throw new IllegalArgumentException("times are HH:mm from 00:00 to 24:00");
            }
            return minute;
        }
    }

    /** Periods by weekday; a day left out is closed. */
    public record Week(
            List<Period> monday,
            List<Period> tuesday,
            List<Period> wednesday,
            List<Period> thursday,
            List<Period> friday,
            List<Period> saturday,
            List<Period> sunday) {
        public static final Week CLOSED =
                new Week(List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of());

        public Week {
            monday = ordered(monday);
            tuesday = ordered(tuesday);
            wednesday = ordered(wednesday);
            thursday = ordered(thursday);
            friday = ordered(friday);
            saturday = ordered(saturday);
            sunday = ordered(sunday);
        }

        List<Period> on(DayOfWeek day) {
            return switch (day) {
                case MONDAY -> monday;
                case TUESDAY -> tuesday;
                case WEDNESDAY -> wednesday;
                case THURSDAY -> thursday;
                case FRIDAY -> friday;
                case SATURDAY -> saturday;
                case SUNDAY -> sunday;
            };
        }
    }

    /** A day that differs from its weekday; no periods means closed. */
    public record ExceptionDay(LocalDate date, List<Period> periods) {
        public ExceptionDay {
            if (date == null) {
                throw new IllegalArgumentException("needs a date");
            }
            periods = ordered(periods);
        }
    }

    /** From opening (inclusive) to closing (exclusive). */
    record Span(Instant opens, Instant closes) {}

    public OpeningHours {
        exceptions = List.copyOf(exceptions);
    }

    /**
     * When something ordered now is ready to be handed over: after so much working time, counted only while the location is open,
     * at a moment when it is open. Empty when it does not open for so long within sixty days.
     */
    public Optional<Instant> readyAt(Instant now, Duration workingTime) {
        Duration left = workingTime;
        LocalDate first = now.atZone(zone).toLocalDate();
        for (int ahead = 0; ahead <= DAYS_AHEAD; ahead++) {
            for (Span span : spans(first.plusDays(ahead))) {
                Instant start = span.opens.isBefore(now) ? now : span.opens;
                Duration open = Duration.between(start, span.closes);
                if (open.compareTo(left) > 0) {
                    return Optional.of(start.plus(left));
                }
                if (open.isPositive()) {
                    left = left.minus(open);
                }
            }
        }
        return Optional.empty();
    }

    public boolean isOpen(Instant at) {
        return spans(at.atZone(zone).toLocalDate()).stream()
                .anyMatch(span -> !at.isBefore(span.opens) && at.isBefore(span.closes));
    }

    /** The open spans that start on a local date, in order, none overlapping. */
    List<Span> spans(LocalDate date) {
        List<Period> periods = exceptions.stream()
                .filter(exception -> exception.date.equals(date))
                .findFirst()
                .map(ExceptionDay::periods)
                .orElseGet(() -> week.on(date.getDayOfWeek()));
        List<Span> spans = new ArrayList<>();
        Instant free = Instant.MIN;
        for (Period period : periods) {
            Instant opens = instant(date, period.fromMinute());
            Instant closes = instant(date, period.toMinute());
            if (opens.isBefore(free)) {
                opens = free;
            }
            if (opens.isBefore(closes)) {
                spans.add(new Span(opens, closes));
                free = closes;
            }
        }
        return spans;
    }

    private Instant instant(LocalDate date, int minute) {
        return date.plusDays(minute / (24 * 60))
                .atTime(minute / 60 % 24, minute % 60)
                .atZone(zone)
                .toInstant();
    }

    private static List<Period> ordered(@Nullable List<Period> periods) {
        if (periods == null) {
            return List.of();
        }
        if (periods.size() > 8) {
            throw new IllegalArgumentException("a day takes at most 8 periods");
        }
        if (periods.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("a period is missing");
        }
        List<Period> sorted = periods.stream()
                .sorted(Comparator.comparingInt(Period::fromMinute))
                .toList();
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).fromMinute() < sorted.get(i - 1).toMinute()) {
                throw new IllegalArgumentException("periods of a day must not overlap");
            }
        }
        return sorted;
    }
}
