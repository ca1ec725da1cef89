package dev.tandem.forecast.refresh;

import dev.tandem.forecast.aggregate.CellSums;
import dev.tandem.forecast.aggregate.GroupSums;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.TrackKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Brings the forecasts of one group up to date. Depends on nothing but its arguments: done again, it gives the same. */
public final class GroupRefresh {
    /** A series that a model failed on: its last forecast stays. */
    public record Failure(SeriesKey series, String reason) {}

    /** Signals of regions and categories, and the keys of those that have changed. */
    public record Shared(GroupHistory history, Set<String> changed) {}

    /**
     * @param done series that were forecast, SKUs as a whole not counted
     * @param skipped series whose forecast stands
     * @param sums what the series add to their categories and regions
     */
    public record Result(
            SortedMap<SeriesKey, SeriesForecast> forecasts,
            int done,
            int skipped,
            List<Failure> failures,
            GroupSums sums) {}

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
            Shared shared,
            SortedMap<SeriesKey, SeriesForecast> before,
            int asOfDay,
            long now,
            Predicate<SeriesForecast> due) {
        Round round = new Round(merge, shared, before, asOfDay, now, due);
        series(merge.history()).forEach(round::refresh);
        return new Result(round.after, round.done, round.skipped, round.failures, round.sums);
    }

    /** Series by SKU: what was sold, and what is listed to be sold. */
    private static SortedMap<String, SortedMap<String, SeriesKey>> series(GroupHistory history) {
        SortedMap<String, SortedMap<String, SeriesKey>> bySku = new TreeMap<>();
        for (TrackKey key : history.tracks().keySet()) {
            if (key.name().equals(TrackKey.SALES)) {
                bySku.computeIfAbsent(key.sku(), sku -> new TreeMap<>())
                        .put(key.location(), new SeriesKey(key.sku(), key.location()));
            }
        }
        for (TrackKey key : history.words().keySet()) {
            if (key.name().equals(TrackKey.LISTED)) {
                bySku.computeIfAbsent(key.sku(), sku -> new TreeMap<>())
                        .put(key.location(), new SeriesKey(key.sku(), key.location()));
            }
        }
        return bySku;
    }

    /** One refresh of one group. */
    private final class Round {
        private final GroupHistory history;
        private final Shared shared;
        private final SortedMap<SeriesKey, SeriesForecast> before;
        private final int asOfDay;
        private final long now;
        private final Predicate<SeriesForecast> due;
        private final Set<String> changedSkus = new HashSet<>();
        private final Set<SeriesKey> changedSeries = new HashSet<>();
        private final SortedMap<SeriesKey, SeriesForecast> after = new TreeMap<>();
        private final List<Failure> failures = new ArrayList<>();
        private final GroupSums sums;
        private int done;
        private int skipped;

        Round(
                GroupHistory.Merge merge,
                Shared shared,
                SortedMap<SeriesKey, SeriesForecast> before,
                int asOfDay,
                long now,
                Predicate<SeriesForecast> due) {
            this.history = merge.history();
            this.shared = shared;
            this.before = before;
            this.asOfDay = asOfDay;
            this.sums = new GroupSums(asOfDay, SeriesForecaster.WEEKS);
            this.now = now;
            this.due = due;
            for (TrackKey key : merge.changed()) {
                if (key.location().isEmpty()) {
                    changedSkus.add(key.sku());
                } else {
                    changedSeries.add(new SeriesKey(key.sku(), key.location()));
                }
            }
        }

        void refresh(String sku, SortedMap<String, SeriesKey> locations) {
            List<SeriesHistory> all = new ArrayList<>();
            boolean any = false;
            for (SeriesKey key : locations.values()) {
                all.add(SeriesHistory.of(history, shared.history(), key, asOfDay));
            }
            SkuEffects effects = forecaster.effects(all);
            for (SeriesHistory series : all) {
                SeriesKey key = series.key();
                SeriesForecast last = before.get(key);
                if (!isWanted(last, series)) {
                    after.put(key, Objects.requireNonNull(last));
                    skipped++;
                } else if (forecast(key, series, effects)) {
                    any = true;
                    done++;
                }
            }
            SeriesKey whole = new SeriesKey(sku, "");
            SeriesForecast last = before.get(whole);
            if (any || last == null) {
                whole(whole, List.copyOf(locations.values()), all, effects);
            } else {
                after.put(whole, last);
            }
            all.forEach(this::sum);
        }

        /** All locations of a SKU together, from their own history where there is one. */
        private void whole(SeriesKey whole, List<SeriesKey> locations, List<SeriesHistory> all, SkuEffects effects) {
            SeriesHistory together = SeriesHistory.together(whole, all);
            List<SeriesForecast> made =
                    locations.stream().map(after::get).filter(Objects::nonNull).toList();
            if (all.size() == 1 && made.size() == 1) {
                after.put(whole, made.getFirst());
            } else if (together.demand().isEmpty() && made.size() > 1) {
                after.put(whole, SeriesForecast.together(made));
            } else {
                forecast(whole, together, effects);
                if (all.size() > 1) {
                    SkuSums.reconcile(whole, locations, after);
                }
            }
        }

        private void sum(SeriesHistory series) {
            SeriesForecast forecast = after.get(series.key());
            if (forecast == null) {
                return;
            }
            CellSums cell = sums.cell(forecast.category(), forecast.region());
            cell.sold(series.demand().days());
            Path weeks = forecast.weeks();
            if (forecast.asOfDay() < asOfDay) {
                cell.behind(weeks.mean(), asOfDay - forecast.asOfDay());
                return;
            }
            for (int step = 0; step < weeks.steps(); step++) {
                if (forecast.isAwaited()) {
                    cell.awaited(step, weeks.mean()[step], weeks.deviation(step));
                } else {
                    cell.expected(step, weeks.mean()[step], weeks.deviation(step));
                }
            }
        }

        private boolean isWanted(@Nullable SeriesForecast last, SeriesHistory series) {
            return last == null
                    || changedSkus.contains(series.key().sku())
                    || changedSeries.contains(series.key())
                    || shared.changed().contains(SignalKey.REGION.text() + Groups.SHARED + series.region())
                    || shared.changed().contains(SignalKey.CATEGORY.text() + Groups.SHARED + series.category())
                    || shared.changed()
                            .contains(TrackKey.closed(series.key().location()).sku())
                    || last.asOfDay() < asOfDay
                    || due.test(last);
        }

        private boolean forecast(SeriesKey key, SeriesHistory series, SkuEffects effects) {
            SeriesForecast last = before.get(key);
            try {
                after.put(key, forecaster.forecast(series, effects, last, now));
                return true;
            } catch (RuntimeException e) {
                // One series must not cost the others of its group their forecasts.
                failures.add(new Failure(key, e.toString()));
                if (last != null) {
                    after.put(key, last);
                }
                return false;
            }
        }
    }
}
