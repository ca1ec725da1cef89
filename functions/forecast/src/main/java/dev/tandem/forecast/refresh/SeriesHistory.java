package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackKey;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that is known of a series at the end of a day.
 *
 * @param asOfDay the last day that is known
 * @param demand without gaps; empty for a product that is not sold yet
 * @param launchDay from when on it is listed to be sold, {@link Integer#MIN_VALUE} where it is not
 * @param facts prices, promotions and signals by name, of days up to and after the last one
 */
public record SeriesHistory(
        SeriesKey key,
        int asOfDay,
        Demand demand,
        String region,
        String category,
        int launchDay,
        SortedMap<String, Track> facts) {
    /** About three years. */
    static final int MOST_DAYS = 1100;

    public static SeriesHistory of(GroupHistory group, GroupHistory shared, SeriesKey key, int asOfDay) {
        String region = group.word(key.sku(), key.location(), TrackKey.REGION, key.location());
        String category = group.word(key.sku(), key.location(), TrackKey.CATEGORY, "");
        SortedMap<String, Track> facts = new TreeMap<>();
        named(shared, SignalKey.REGION.text() + Groups.SHARED + region, "", facts);
        named(shared, SignalKey.CATEGORY.text() + Groups.SHARED + category, "", facts);
        named(group, key.sku(), "", facts);
        // What is said of one location counts more there than what is said of all.
        named(group, key.sku(), key.location(), facts);
        Demand demand =
                Demand.of(group.track(new TrackKey(key.sku(), key.location(), TrackKey.SALES)), asOfDay, MOST_DAYS);
        return new SeriesHistory(key, asOfDay, demand, region, category, launchDay(group, key), facts);
    }

    private static int launchDay(GroupHistory group, SeriesKey key) {
        String listed = group.word(key.sku(), key.location(), TrackKey.LISTED, "");
        return listed.isEmpty()
                ? Integer.MIN_VALUE
                : (int) LocalDate.parse(listed).toEpochDay();
    }

    /** Known to be sold some day, and not sold yet. */
    boolean isAwaited() {
        return demand.isEmpty() && launchDay > Integer.MIN_VALUE;
    }

    /** All locations of a SKU; signals are those of the first, as most hold for all. */
    public static SeriesHistory together(SeriesKey whole, List<SeriesHistory> locations) {
        SeriesHistory first = locations.getFirst();
        Demand sum = first.demand();
        for (SeriesHistory other : locations.subList(1, locations.size())) {
            sum = sum.plus(other.demand());
        }
        return new SeriesHistory(
                whole, first.asOfDay(), sum, first.region(), first.category(), first.launchDay(), first.facts());
    }

    private static void named(GroupHistory group, String sku, String location, SortedMap<String, Track> facts) {
        // Keys are in the order of their parts, so the tracks of a place lie together.
        for (Map.Entry<TrackKey, Track> entry : group.tracks()
                .subMap(new TrackKey(sku, location, ""), new TrackKey(sku, location + '\0', ""))
                .entrySet()) {
            if (!entry.getKey().name().equals(TrackKey.SALES)) {
                facts.put(entry.getKey().name(), entry.getValue());
            }
        }
    }
}
