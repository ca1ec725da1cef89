package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.forecast.history.Groups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One published version: for each group, which run wrote the history and the forecasts that belong together. A reader who holds a manifest sees
 * one moment, whatever is published meanwhile; its files live until the publication after the next.
 *
 * @param plan the run that published it
 * @param publishedAt milliseconds of the epoch
 * @param asOfDay the last day that histories cover
 * @param plans the runs that the next two lists index
 * @param histories by group: index of the run that wrote the history, -1 for none; the last is that of the shared signals
 * @param forecasts by group: index of the run that wrote the forecasts, -1 for none
 * @param asOfDays by group: the day that its forecasts know
 * @param computedAt by group: when its oldest forecast was made
 * @param series by group: how many forecasts it has
 * @param pool the run that learnt the pool which was used last, empty for none
 * @param learnt of that pool
 * @param aggregates the run that made sums and series add up; null before there was one
 * @param retired objects that this version has replaced, to be deleted with the next publication
 */
public record Manifest(
        int groups,
        String plan,
        long publishedAt,
        int asOfDay,
        List<String> plans,
        int[] histories,
        int[] forecasts,
        int[] asOfDays,
        long[] computedAt,
        int[] series,
        String pool,
        ShopPool.@Nullable Learnt learnt,
        @Nullable String aggregates,
        List<String> retired) {
    public Manifest {
        // Versions of before there were pools.
        pool = Objects.requireNonNullElse(pool, "");
    }

    /** Before the first publication. */
    public static Manifest none(Groups groups) {
        int[] nothing = new int[groups.shared() + 1];
        Arrays.fill(nothing, -1);
        return new Manifest(
                groups.count(),
                "",
                0,
                Integer.MIN_VALUE,
                List.of(),
                nothing,
                nothing.clone(),
                new int[groups.shared() + 1],
                new long[groups.shared() + 1],
                new int[groups.shared() + 1],
                "",
                null,
                null,
                List.of());
    }

    public static Manifest read(byte[] json) {
        return Json.read(json, Manifest.class);
    }

    public Optional<String> historyKey(int group) {
        return histories[group] < 0 ? Optional.empty() : Optional.of(Keys.history(group, plans.get(histories[group])));
    }

    public Optional<String> forecastKey(int group) {
        return forecasts[group] < 0
                ? Optional.empty()
                : Optional.of(Keys.forecasts(group, plans.get(forecasts[group])));
    }

    /** The sums that belong to a group's forecasts. */
    public Optional<String> sumsKey(int group) {
        return forecasts[group] < 0 ? Optional.empty() : Optional.of(Keys.sums(group, plans.get(forecasts[group])));
    }

    public Optional<String> aggregatesKey() {
        return Optional.ofNullable(aggregates).map(Keys::aggregates);
    }

    public boolean hasForecasts(int group) {
        return forecasts[group] >= 0;
    }

    public int seriesTotal() {
        return Arrays.stream(series).sum();
    }

    /**
     * What a run made of a group.
     *
     * @param forecasts false for the shared signals, which have none
     */
    public record Renewed(int group, boolean history, boolean forecasts, int asOfDay, long computedAt, int series) {}

    /**
     * The next version: the groups that a run has renewed, and all others as they are.
     *
     * @param newLearnt of the pool that the run has learnt, null where it has used the last one
     */
    public Manifest with(
            String run, long now, int newAsOfDay, List<Renewed> renewed, ShopPool.@Nullable Learnt newLearnt) {
        Map<String, Integer> names = new LinkedHashMap<>();
        int[] newHistories = histories.clone();
        int[] newForecasts = forecasts.clone();
        int[] newDays = asOfDays.clone();
        long[] newTimes = computedAt.clone();
        int[] newSeries = series.clone();
        List<String> replaced = new ArrayList<>();
        if (!plan.isEmpty()) {
            replaced.add(Keys.manifest(plan));
        }
        if (newLearnt != null && !pool.isEmpty()) {
            replaced.add(Keys.pool(pool));
        }
        @Nullable String[] historyPlans = named(histories);
        @Nullable String[] forecastPlans = named(forecasts);
        for (Renewed one : renewed) {
            int group = one.group();
            if (one.history()) {
                historyKey(group).ifPresent(replaced::add);
                historyPlans[group] = run;
            }
            if (!one.forecasts()) {
                continue;
            }
            forecastKey(group).ifPresent(replaced::add);
            sumsKey(group).ifPresent(replaced::add);
            forecastPlans[group] = run;
            newDays[group] = one.asOfDay();
            newTimes[group] = one.computedAt();
            newSeries[group] = one.series();
        }
        index(historyPlans, names, newHistories);
        index(forecastPlans, names, newForecasts);
        return new Manifest(
                groups,
                run,
                now,
                newAsOfDay,
                List.copyOf(names.keySet()),
                newHistories,
                newForecasts,
                newDays,
                newTimes,
                newSeries,
                newLearnt == null ? pool : run,
                newLearnt == null ? learnt : newLearnt,
                aggregates,
                replaced);
    }

    /** The same with the sums that its run has reconciled. */
    Manifest withAggregates() {
        return with(plan, aggregatesKey().stream().toList());
    }

    /** The same, to be followed by the deletion of what an earlier version was to delete as well. */
    Manifest retiring(List<String> more) {
        return with(aggregates, more);
    }

    private Manifest with(@Nullable String newAggregates, List<String> more) {
        List<String> replaced = new ArrayList<>(retired);
        replaced.addAll(more);
        return new Manifest(
                groups,
                plan,
                publishedAt,
                asOfDay,
                plans,
                histories,
                forecasts,
                asOfDays,
                computedAt,
                series,
                pool,
                learnt,
                newAggregates,
                replaced);
    }

    private @Nullable String[] named(int[] indices) {
        @Nullable String[] names = new String[indices.length];
        for (int i = 0; i < names.length; i++) {
            names[i] = indices[i] < 0 ? null : plans.get(indices[i]);
        }
        return names;
    }

    private static void index(@Nullable String[] from, Map<String, Integer> names, int[] into) {
        for (int i = 0; i < from.length; i++) {
            String name = from[i];
            if (name == null) {
                into[i] = -1;
            } else {
                Integer number = names.putIfAbsent(name, names.size());
                into[i] = number != null ? number : names.size() - 1;
            }
        }
    }
}
