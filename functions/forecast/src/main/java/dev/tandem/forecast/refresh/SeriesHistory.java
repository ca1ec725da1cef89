package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackKey;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
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
 * @param daysInVain known days since then on which it could have been sold and was not, of one that was never sold
 * @param openAhead by day to come the share of the demand that can be sold: 0 where the location is closed; empty where it is always open
 * @param facts prices, promotions and signals by name, of days up to and after the last one
 */
public record SeriesHistory(
        SeriesKey key,
        int asOfDay,
        Demand demand,
        String region,
        String category,
        int launchDay,
        int daysInVain,
        double[] openAhead,
        SortedMap<String, Track> facts) {
    private static final int DAYS_AHEAD = 91;
    /** What a location sells of all is read from its last days. */
    private static final int DAYS_OF_LEVEL = 28;

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
        BitSet closed = days(shared.track(TrackKey.closed(key.location())));
        BitSet withheld = days(group.track(new TrackKey(key.sku(), key.location(), TrackKey.STOCK_OUT)));
        withheld.or(closed);
        Demand demand = Demand.of(
                group.track(new TrackKey(key.sku(), key.location(), TrackKey.SALES)), asOfDay, MOST_DAYS, withheld);
        int launch = launchDay(group, key);
        int inVain = 0;
        for (int day = launch; demand.isEmpty() && launch > Integer.MIN_VALUE && day <= asOfDay; day++) {
            inVain += withheld.get(day) ? 0 : 1;
        }
        return new SeriesHistory(
                key, asOfDay, demand, region, category, launch, inVain, openAhead(closed, asOfDay), facts);
    }

    private static double[] openAhead(BitSet closed, int asOfDay) {
        int next = closed.nextSetBit(Math.max(0, asOfDay + 1));
        if (next < 0 || next > asOfDay + DAYS_AHEAD) {
            return new double[0];
        }
        double[] open = new double[DAYS_AHEAD];
        Arrays.setAll(open, day -> closed.get(asOfDay + 1 + day) ? 0 : 1);
        return open;
    }

    /** Epoch days of which a track says 1. */
    private static BitSet days(Track track) {
        BitSet days = new BitSet();
        for (int row = 0; row < track.size(); row++) {
            if (track.value(row) > 0 && track.day(row) >= 0) {
                days.set(track.day(row));
            }
        }
        return days;
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
                whole,
                first.asOfDay(),
                sum,
                first.region(),
                first.category(),
                first.launchDay(),
                first.daysInVain(),
                openAhead(locations),
                first.facts());
    }

    /** By day the share of the locations that are open, each as much as it sells. */
    private static double[] openAhead(List<SeriesHistory> locations) {
        if (locations.stream().allMatch(location -> location.openAhead().length == 0)) {
            return new double[0];
        }
        double[] open = new double[DAYS_AHEAD];
        double all = 0;
        for (SeriesHistory location : locations) {
            double level = 1 + location.demand().level(DAYS_OF_LEVEL);
            all += level;
            for (int day = 0; day < DAYS_AHEAD; day++) {
                open[day] += level * (location.openAhead().length == 0 ? 1 : location.openAhead()[day]);
            }
        }
        for (int day = 0; day < DAYS_AHEAD; day++) {
            open[day] /= all;
        }
        return open;
    }

    private static void named(GroupHistory group, String sku, String location, SortedMap<String, Track> facts) {
        // Keys are in the order of their parts, so the tracks of a place lie together.
        for (Map.Entry<TrackKey, Track> entry : group.tracks()
                .subMap(new TrackKey(sku, location, ""), new TrackKey(sku, location + '\0', ""))
                .entrySet()) {
            String name = entry.getKey().name();
            if (!name.equals(TrackKey.SALES) && !name.equals(TrackKey.STOCK_OUT)) {
                facts.put(name, entry.getValue());
            }
        }
    }
}
