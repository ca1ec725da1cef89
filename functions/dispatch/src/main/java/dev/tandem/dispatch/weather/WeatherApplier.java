package dev.tandem.dispatch.weather;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.commons.http.UnprocessableException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Applies weather files: what it was like in a zone at a moment. The latest moment stands, so files may come in any order and twice.
 * Columns: zone, at, precipitationMm (per hour), windKmh, temperatureC.
 */
public final class WeatherApplier implements FeedApplier {
    public static final FeedKind KIND = new FeedKind("weather");
    private static final int WINDOW_ROWS = 500;

    private static final FeedSchema SCHEMA =
            FeedSchema.of(List.of("zone", "at", "precipitationMm"), List.of("windKmh", "temperatureC"));

    private final WeatherDesk desk;

    public WeatherApplier(WeatherDesk desk) {
        this.desk = desk;
    }

    @Override
    public FeedKind kind() {
        return KIND;
    }

    @Override
    public FeedSchema schema() {
        return SCHEMA;
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        FeedWindows.read(reader, WINDOW_ROWS, run::reject, row -> parse(row, run), (rows, number, last) -> {
            long changed = rows.stream().filter(desk::take).count();
            if (!run.isDone(number)) {
                run.applied(changed);
                run.unchanged(rows.size() - changed);
            }
            run.windowDone(number, last);
        });
    }

    private Optional<WeatherReport> parse(FeedRow row, FeedRun run) {
        try {
            String zone = row.text("zone");
            Instant at = row.instant("at");
            desk.check(zone, at);
            return Optional.of(new WeatherReport(
                    zone,
                    at,
                    row.decimal("precipitationMm", 0, 500),
                    row.optional("windKmh").isPresent() ? row.decimal("windKmh", 0, 400) : null,
                    row.optional("temperatureC").isPresent() ? row.decimal("temperatureC", -80, 60) : null));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
        } catch (UnprocessableException e) {
            String column = e.code().equals("UNKNOWN_ZONE") ? "zone" : "at";
            run.reject(row.bad(new RowFaultException(column, e.code(), String.valueOf(e.getMessage()))));
        }
        return Optional.empty();
    }
}
