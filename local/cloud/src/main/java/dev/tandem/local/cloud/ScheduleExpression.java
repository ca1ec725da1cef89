package dev.tandem.local.cloud;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/** When a schedule of EventBridge Scheduler is due: {@code rate(5 minutes)}, {@code cron(0 2 * * ? *)}, {@code at(...)}. */
@FunctionalInterface
interface ScheduleExpression {

    /** The first due time later than the given one; empty when there is none any more. */
    Optional<Instant> next(Instant after);

    /**
     * @param zone the zone that cron and at are written in
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    static ScheduleExpression parse(String text, ZoneId zone) {
        Matcher form = Forms.CALL.matcher(text.trim());
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is neither rate(...) nor cron(...) nor at(...)");
        }
        String argument = form.group(2).trim();
        return switch (form.group(1)) {
            case "rate" -> rate(argument);
            case "cron" -> cron(argument, zone);
            default -> at(argument, zone);
        };
    }

    private static ScheduleExpression rate(String argument) {
        Matcher rate = Forms.RATE.matcher(argument);
        long value = rate.matches() ? Long.parseLong(rate.group(1)) : 0;
        if (value < 1) {
            throw new IllegalArgumentException(
                    "rate(" + argument + "): expected a positive number and minutes, hours or days");
        }
        Duration every = switch (rate.group(2).toLowerCase(Locale.ROOT)) {
            case "minute", "minutes" -> Duration.ofMinutes(value);
            case "hour", "hours" -> Duration.ofHours(value);
            default -> Duration.ofDays(value);
        };
        return after -> Optional.of(after.plus(every));
    }

    private static ScheduleExpression cron(String argument, ZoneId zone) {
        try {
            // AWS starts at minutes, Quartz at seconds; the rest (?, L, W, #, 1 = Sunday, a year) is the same.
            CronExpression cron = new CronExpression("0 " + argument);
            if (argument.split("\\s+").length != 6) {
                throw new IllegalArgumentException("cron(" + argument + "): expected six fields");
            }
            cron.setTimeZone(TimeZone.getTimeZone(zone));
            return after -> Optional.ofNullable(cron.getNextValidTimeAfter(Date.from(after)))
                    .map(Date::toInstant);
        } catch (ParseException e) {
            throw new IllegalArgumentException("cron(" + argument + "): " + e.getMessage(), e);
        }
    }

    private static ScheduleExpression at(String argument, ZoneId zone) {
        try {
            Instant once = LocalDateTime.parse(argument).atZone(zone).toInstant();
            return after -> once.isAfter(after) ? Optional.of(once) : Optional.empty();
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("at(" + argument + "): expected yyyy-mm-ddThh:mm:ss", e);
        }
    }

    /** The patterns, compiled once. */
    final class Forms {
        private static final Pattern CALL = Pattern.compile("(rate|cron|at)\\((.*)\\)");
        private static final Pattern RATE =
                Pattern.compile("(\\d{1,9})\\s+(minutes?|hours?|days?)", Pattern.CASE_INSENSITIVE);

        private Forms() {}
    }
}
