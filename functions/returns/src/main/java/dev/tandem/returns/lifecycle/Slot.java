package dev.tandem.returns.lifecycle;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A time in which a courier may call.
 *
 * @param slotId its local date and hour, such as {@code 2026-03-03-08}
 */
public record Slot(String slotId, Instant from, Instant until) {
    private static final int DAYS = 3;
    private static final List<Integer> HOURS = List.of(8, 12, 16);
    private static final int LENGTH = 4;

    /** Nine slots on the next three days that are no Sundays, in the time of the place. */
    static List<Slot> offer(Instant now, ZoneId zone) {
        List<Slot> slots = new ArrayList<>();
        LocalDate day = LocalDate.ofInstant(now, zone);
        while (slots.size() < DAYS * HOURS.size()) {
            day = day.plusDays(1);
            if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
                continue;
            }
            for (int hour : HOURS) {
                slots.add(new Slot(
                        "%s-%02d".formatted(day, hour),
                        day.atTime(hour, 0).atZone(zone).toInstant(),
                        day.atTime(hour + LENGTH, 0).atZone(zone).toInstant()));
            }
        }
        return slots;
    }

    /** Of the region where the order went; central Europe where we know no better. */
    static ZoneId zone(String region) {
        return switch (region.substring(0, 2)) {
            case "GB", "IE" -> ZoneId.of("Europe/London");
            case "PT" -> ZoneId.of("Europe/Lisbon");
            case "FI", "EE", "LV", "LT", "GR", "RO", "BG" -> ZoneId.of("Europe/Athens");
            default -> ZoneId.of("Europe/Berlin");
        };
    }
}
