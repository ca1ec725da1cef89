package dev.tandem.forecast.export;

import dev.tandem.commons.Json;
import dev.tandem.forecast.refresh.DataFiles;
import dev.tandem.forecast.refresh.Keys;
import dev.tandem.forecast.refresh.Manifest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What an export is to write. Written once, so that whoever goes on with it exports the same version.
 *
 * @param parts for each file the groups that are in it
 * @param filter which of their series
 */
record ExportPlan(String version, List<List<Integer>> parts, ExportFilter filter) {
    /** Some 400,000 rows: seconds of work and some ten megabytes. */
    private static final int SERIES_A_PART = 10_000;

    ExportPlan {
        // Plans of before there were filters.
        filter = Objects.requireNonNullElse(filter, ExportFilter.ALL);
    }

    static Optional<ExportPlan> of(DataFiles files, String id) {
        return files.read(Keys.export(id, "plan.json")).map(json -> Json.read(json, ExportPlan.class));
    }

    static ExportPlan of(Manifest manifest, ExportFilter filter) {
        List<List<Integer>> parts = new ArrayList<>();
        List<Integer> part = new ArrayList<>();
        int series = 0;
        for (int group = 0; group < manifest.groups(); group++) {
            if (!manifest.hasForecasts(group)) {
                continue;
            }
            if (series > 0 && series + manifest.series()[group] > SERIES_A_PART) {
                parts.add(part);
                part = new ArrayList<>();
                series = 0;
            }
            part.add(group);
            series += manifest.series()[group];
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return new ExportPlan(manifest.plan(), parts, filter);
    }

    static String partName(int number) {
        return "part-%04d.csv.gz".formatted(number);
    }
}
