package dev.tandem.forecast.answer;

import dev.tandem.forecast.aggregate.Aggregate;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.aggregate.Node;
import dev.tandem.forecast.history.GroupHistory;
import dev.tandem.forecast.history.Groups;
import dev.tandem.forecast.history.HistoryFile;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.ForecastFile;
import dev.tandem.forecast.refresh.Keys;
import dev.tandem.forecast.refresh.Manifest;
import dev.tandem.forecast.refresh.Reconciled;
import dev.tandem.forecast.refresh.RunBook;
import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesHistory;
import dev.tandem.forecast.refresh.SeriesKey;
import dev.tandem.forecast.refresh.ShopPool;
import dev.tandem.forecast.refresh.SkuEffects;
import dev.tandem.forecast.refresh.Versions;
import dev.tandem.forecast.signal.CategoryPools;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** Published forecasts and the histories they were made from, a few groups of each kept in memory: files never change under their name. */
public final class ForecastShelf {
    private static final int FILES_HELD = 16;

    /**
     * A forecast with what goes with it.
     *
     * @param reconciled whether it adds up to the forecasts of categories, regions and the total
     */
    public record Found(
            SeriesKey series,
            SeriesForecast forecast,
            boolean reconciled,
            List<String> locations,
            String version,
            long publishedAt) {}

    private final Versions versions;
    private final DataFiles files;
    private final Held<SortedMap<SeriesKey, SeriesForecast>> forecasts = new Held<>(ForecastFile::read);
    private final Held<GroupHistory> histories = new Held<>(HistoryFile::read);
    private final Held<ShopPool> pools = new Held<>(ShopPool::read);
    private final Held<Aggregates> aggregates = new Held<>(Aggregates::read);

    public ForecastShelf(RunBook book, DataFiles files) {
        this.versions = new Versions(book, files);
        this.files = files;
    }

    /** @param location empty for all locations together */
    public Optional<Found> find(String sku, String location) {
        Optional<Manifest> current = versions.current();
        if (current.isEmpty()) {
            return Optional.empty();
        }
        Manifest manifest = current.get();
        SeriesKey key = new SeriesKey(sku, location);
        return manifest.forecastKey(new Groups(manifest.groups()).of(sku)).flatMap(file -> {
            SortedMap<SeriesKey, SeriesForecast> group = forecasts.get(file);
            List<String> locations =
                    group.subMap(new SeriesKey(sku, ""), new SeriesKey(sku + '\0', "")).keySet().stream()
                            .map(SeriesKey::location)
                            .filter(name -> !name.isEmpty())
                            .toList();
            Aggregates sums = aggregates(manifest);
            return Optional.ofNullable(Reconciled.forecast(key, group, sums))
                    .map(forecast -> new Found(
                            key,
                            forecast,
                            forecast.asOfDay() == sums.asOfDay(),
                            locations,
                            manifest.plan(),
                            manifest.publishedAt()));
        });
    }

    /**
     * The forecast of a category, a region or the total.
     *
     * @param reconciled whether the published version has made it fit its series; else it is that of an earlier one
     * @param keys of the level
     */
    public record FoundAggregate(
            Node node,
            Aggregate aggregate,
            int asOfDay,
            long computedAt,
            boolean reconciled,
            List<String> keys,
            String version,
            long publishedAt) {}

    public Optional<FoundAggregate> find(Node node) {
        return versions.current().flatMap(manifest -> {
            Aggregates all = aggregates(manifest);
            return Optional.ofNullable(all.nodes().get(node))
                    .map(aggregate -> new FoundAggregate(
                            node,
                            aggregate,
                            all.asOfDay(),
                            all.computedAt(),
                            manifest.plan().equals(manifest.aggregates()),
                            all.nodes().keySet().stream()
                                    .filter(other -> other.level() == node.level())
                                    .map(Node::key)
                                    .toList(),
                            manifest.plan(),
                            manifest.publishedAt()));
        });
    }

    private Aggregates aggregates(Manifest manifest) {
        return manifest.aggregatesKey().map(aggregates::get).orElse(Aggregates.NONE);
    }

    /** What was known at the end of the forecast's day. */
    public SeriesHistory history(Found found) {
        List<SeriesHistory> locations = locations(found, versions.current().orElseThrow());
        return found.series().location().isEmpty()
                ? SeriesHistory.together(found.series(), locations)
                : locations.stream()
                        .filter(one -> one.key().equals(found.series()))
                        .findFirst()
                        .orElseThrow();
    }

    /** What signals do to the SKU of a forecast. */
    public SkuEffects effects(Found found) {
        Manifest manifest = versions.current().orElseThrow();
        CategoryPools learnt = manifest.pool().isEmpty()
                ? CategoryPools.NONE
                : pools.get(Keys.pool(manifest.pool())).signals();
        return new SkuEffects(learnt, locations(found, manifest));
    }

    private List<SeriesHistory> locations(Found found, Manifest manifest) {
        Groups groups = new Groups(manifest.groups());
        String sku = found.series().sku();
        GroupHistory group =
                manifest.historyKey(groups.of(sku)).map(histories::get).orElse(GroupHistory.EMPTY);
        GroupHistory shared =
                manifest.historyKey(groups.shared()).map(histories::get).orElse(GroupHistory.EMPTY);
        return found.locations().stream()
                .map(location -> SeriesHistory.of(
                        group,
                        shared,
                        new SeriesKey(sku, location),
                        found.forecast().asOfDay()))
                .toList();
    }

    /** The files that were asked for last. */
    private final class Held<T> {
        private final Function<byte[], T> reader;
        private final Map<String, T> held = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
                return size() > FILES_HELD;
            }
        };

        Held(Function<byte[], T> reader) {
            this.reader = reader;
        }

        synchronized T get(String key) {
            T found = held.get(key);
            if (found == null) {
                found = reader.apply(
                        files.read(key).orElseThrow(() -> new IllegalStateException("The file " + key + " is gone")));
                held.put(key, found);
            }
            return found;
        }
    }
}
