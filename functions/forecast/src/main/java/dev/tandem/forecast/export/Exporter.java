package dev.tandem.forecast.export;

import dev.tandem.commons.Json;
import dev.tandem.forecast.aggregate.Aggregates;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.ForecastFile;
import dev.tandem.forecast.refresh.Keys;
import dev.tandem.forecast.refresh.Manifest;
import dev.tandem.forecast.refresh.Reconciled;
import dev.tandem.forecast.refresh.RunBook;
import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * Writes all forecasts of one published version: plan, parts side by side, end. Every step may be done again and gives the same. While an export runs
 * no file of its version is deleted, however many are published meanwhile.
 */
public final class Exporter {
    /** Longer than an export of a million series takes; one that broke off keeps files no longer than this. */
    static final Duration HELD = Duration.ofHours(1);

    private static final String GZIP = "application/gzip";
    private static final String JSON = "application/json";
    static final String MANIFEST = "manifest.json";
    private static final String SUMS = "sums.csv.gz";

    private final RunBook runs;
    private final ExportBook exports;
    private final DataFiles files;
    private final Clock clock;

    public Exporter(RunBook runs, ExportBook exports, DataFiles files, Clock clock) {
        this.runs = runs;
        this.exports = exports;
        this.files = files;
        this.clock = clock;
    }

    /** A file of the version is not there any more. */
    public static final class VersionGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        VersionGoneException(String version, String key) {
            super("The version " + version + " is gone (" + key + "); start another export");
        }
    }

    /**
     * What is to be done.
     *
     * @param key the object that lists the parts
     */
    public record Planned(Export.Status status, String export, String key, int parts) {}

    /** Picks the version that is published now. */
    public Planned plan(String id) {
        Export asked = exports.request(Export.requested(id, clock.instant()));
        Optional<ExportPlan> written = ExportPlan.of(files, id);
        if (asked.hasEnded() || (written.isEmpty() && runs.published().isEmpty())) {
            exports.write(
                    asked.hasEnded()
                            ? asked
                            : asked.ended(Export.Status.FAILED, clock.instant(), "No forecasts are published yet"));
            return new Planned(Export.Status.FAILED, id, "", 0);
        }
        ExportPlan plan;
        if (written.isPresent()) {
            plan = written.get();
            exports.hold(id, clock.instant().plus(HELD));
        } else {
            plan = ExportPlan.of(held(id), asked.filter());
            files.write(Keys.export(id, "plan.json"), JSON, Json.writeBytes(plan));
        }
        List<Map<String, Integer>> items = new ArrayList<>();
        for (int part = 1; part <= plan.parts().size(); part++) {
            items.add(Map.of("part", part));
        }
        String key = Keys.export(id, "items.json");
        files.write(key, JSON, Json.writeBytes(items));
        exports.write(asked.running(plan.version(), items.size()));
        return new Planned(Export.Status.RUNNING, id, key, items.size());
    }

    /**
     * The files of a version are deleted by the publication after the next. A version that is still the published one after the hold was written
     * can therefore not lose a file before the hold is seen.
     */
    private Manifest held(String id) {
        while (true) {
            String version = runs.published().orElseThrow();
            exports.hold(id, clock.instant().plus(HELD));
            if (runs.published().orElseThrow().equals(version)) {
                return manifest(version);
            }
        }
    }

    /**
     * Writes parts that are not written yet.
     *
     * @return how many rows
     * @throws VersionGoneException when the export took so long that its version was deleted
     */
    public long write(String id, List<Integer> parts) {
        if (parts.isEmpty()) {
            return 0;
        }
        ExportPlan plan =
                ExportPlan.of(files, id).orElseThrow(() -> new IllegalStateException("No plan of the export " + id));
        Set<Integer> done = exports.parts(id).stream().map(ExportFile::number).collect(Collectors.toSet());
        Manifest manifest = manifest(plan.version());
        Aggregates aggregates = aggregates(manifest);
        long rows = 0;
        for (int part : parts) {
            if (!done.contains(part)) {
                ExportFile file = write(id, part, plan, manifest, aggregates);
                exports.done(id, file);
                rows += file.rows();
            }
        }
        return rows;
    }

    private ExportFile write(String id, int part, ExportPlan plan, Manifest manifest, Aggregates aggregates) {
        ForecastCsv csv = new ForecastCsv(ForecastCsv.SERIES_COLUMNS);
        for (int group : plan.parts().get(part - 1)) {
            SortedMap<SeriesKey, SeriesForecast> forecasts = manifest.forecastKey(group)
                    .map(key -> ForecastFile.read(file(manifest.plan(), key)))
                    .orElseThrow();
            for (SeriesKey key : forecasts.keySet()) {
                // Those of a SKU as a whole would count everything twice.
                if (!key.location().isEmpty()
                        && plan.filter().matches(key, Objects.requireNonNull(forecasts.get(key)))) {
                    csv.add(key, Objects.requireNonNull(Reconciled.forecast(key, forecasts, aggregates)));
                }
            }
        }
        return written(id, part, ExportPlan.partName(part), csv);
    }

    private ExportFile written(String id, int number, String name, ForecastCsv csv) {
        byte[] content = csv.finished();
        files.write(Keys.export(id, name), GZIP, content);
        return csv.file(number, name, content);
    }

    /** What a planner's own program reads first. */
    record Contents(
            String exportId,
            String version,
            Instant publishedAt,
            LocalDate asOf,
            ExportFilter filter,
            List<String> columns,
            long rows,
            List<ExportFile> parts,
            List<String> sumColumns,
            ExportFile sums) {}

    /** Writes the sums and what is in the export; after that it can be fetched. */
    public Export finish(String id) {
        Export export = exports.find(id).orElseThrow(() -> new IllegalStateException("No export " + id));
        if (export.status() == Export.Status.DONE) {
            return export;
        }
        List<ExportFile> parts =
                exports.parts(id).stream().filter(part -> part.number() > 0).toList();
        if (parts.size() < export.parts()) {
            throw new IllegalStateException(parts.size() + " of " + export.parts() + " parts are written");
        }
        Manifest manifest = manifest(export.version());
        ForecastCsv csv = new ForecastCsv(ForecastCsv.SUM_COLUMNS);
        csv.add(aggregates(manifest));
        ExportFile sums = written(id, 0, SUMS, csv);
        files.write(
                Keys.export(id, MANIFEST),
                JSON,
                Json.writeBytes(new Contents(
                        id,
                        export.version(),
                        Instant.ofEpochMilli(manifest.publishedAt()),
                        LocalDate.ofEpochDay(manifest.asOfDay()),
                        export.filter(),
                        ForecastCsv.SERIES_COLUMNS,
                        parts.stream().mapToLong(ExportFile::rows).sum(),
                        parts,
                        ForecastCsv.SUM_COLUMNS,
                        sums)));
        exports.done(id, sums);
        Export done = export.ended(Export.Status.DONE, clock.instant(), null);
        exports.write(done);
        exports.letGo(id);
        return done;
    }

    /** An export that nobody will go on with. */
    public void giveUp(String id, String why) {
        exports.find(id)
                .filter(export -> !export.hasEnded())
                .ifPresent(export -> exports.write(export.ended(Export.Status.FAILED, clock.instant(), why)));
        exports.letGo(id);
    }

    private Manifest manifest(String version) {
        return Manifest.read(file(version, Keys.manifest(version)));
    }

    private Aggregates aggregates(Manifest manifest) {
        return manifest.aggregatesKey()
                .map(key -> Aggregates.read(file(manifest.plan(), key)))
                .orElse(Aggregates.NONE);
    }

    private byte[] file(String version, String key) {
        return files.read(key).orElseThrow(() -> new VersionGoneException(version, key));
    }
}
