package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.TrackKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Brings the forecasts of one group up to date. Depends on nothing but its arguments: done again, it gives the same. */
public final class GroupRefresh {
    /** A series that a model failed on: its last forecast stays. */
    public record Failure(SeriesKey series, String reason) {}

    public record Result(
            SortedMap<SeriesKey, SeriesForecast> forecasts, int done, int skipped, List<Failure> failures) {}

    /** About three years. */
    private static final int MOST_DAYS = 1100;

    private final SeriesForecaster forecaster;

    public GroupRefresh(SeriesForecaster forecaster) {
        this.forecaster = forecaster;
    }

    /**
     * @param merge the history with all changes, and what they changed
     * @param before the forecasts that are published
     * @param asOfDay the last day that histories cover
     * @param due forecasts that are to be made again though nothing has changed
     */
    public Result refresh(
            GroupHistory.Merge merge,
            SortedMap<SeriesKey, SeriesForecast> before,
            int asOfDay,
            long now,
            Predicate<SeriesForecast> due) {
        Set<String> changedSkus = new HashSet<>();
        Set<SeriesKey> changed = new HashSet<>();
        for (TrackKey key : merge.changed()) {
            if (key.location().isEmpty()) {
                changedSkus.add(key.sku());
            }
            changed.add(new SeriesKey(key.sku(), key.location()));
        }
        SortedMap<SeriesKey, SeriesForecast> after = new TreeMap<>();
        List<Failure> failures = new ArrayList<>();
        int done = 0;
        int skipped = 0;
        for (Map.Entry<String, List<SeriesKey>> sku : bySku(merge.history()).entrySet()) {
            Demand total = null;
            boolean any = false;
            for (SeriesKey key : sku.getValue()) {
                Demand demand = Demand.of(
                        merge.history().track(new TrackKey(key.sku(), key.location(), TrackKey.SALES)),
                        asOfDay,
                        MOST_DAYS);
                total = total == null ? demand : total.plus(demand);
                boolean wanted = isWanted(
                        before.get(key), changed.contains(key) || changedSkus.contains(key.sku()), asOfDay, due);
                any |= wanted;
                if (wanted ? refresh(key, demand, before, now, after, failures) : keep(key, before, after)) {
                    done++;
                } else if (!wanted) {
                    skipped++;
                }
            }
            SeriesKey all = new SeriesKey(sku.getKey(), "");
            if (total != null && (any || before.get(all) == null)) {
                refresh(all, total, before, now, after, failures);
            } else {
                keep(all, before, after);
            }
        }
        return new Result(after, done, skipped, failures);
    }

    private static Map<String, List<SeriesKey>> bySku(GroupHistory history) {
        Map<String, List<SeriesKey>> bySku = new TreeMap<>();
        for (TrackKey key : history.tracks().keySet()) {
            if (key.name().equals(TrackKey.SALES)) {
                bySku.computeIfAbsent(key.sku(), sku -> new ArrayList<>())
                        .add(new SeriesKey(key.sku(), key.location()));
            }
        }
        return bySku;
    }

    private static boolean isWanted(
            @org.jspecify.annotations.Nullable SeriesForecast last,
            boolean changed,
            int asOfDay,
            Predicate<SeriesForecast> due) {
        return last == null || changed || last.asOfDay() < asOfDay || due.test(last);
    }

    private boolean refresh(
            SeriesKey key,
            Demand demand,
            SortedMap<SeriesKey, SeriesForecast> before,
            long now,
            SortedMap<SeriesKey, SeriesForecast> after,
            List<Failure> failures) {
        if (demand.isEmpty()) {
            return false;
        }
        try {
            after.put(key, forecaster.forecast(demand, now));
            return true;
        } catch (RuntimeException e) {
            // One series must not cost the others of its group their forecasts.
            failures.add(new Failure(key, e.toString()));
            keep(key, before, after);
            return false;
        }
    }

    /** Never a refresh, so always false. */
    private static boolean keep(
            SeriesKey key, SortedMap<SeriesKey, SeriesForecast> before, SortedMap<SeriesKey, SeriesForecast> after) {
        SeriesForecast last = before.get(key);
        if (last != null) {
            after.put(key, last);
        }
        return false;
    }
}
