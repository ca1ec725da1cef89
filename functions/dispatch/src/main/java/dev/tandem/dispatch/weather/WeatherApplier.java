package dev.tandem.dispatch.weather;

import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.Zones;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
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

    /** What is told of later is a forecast and not the weather. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    private static final FeedSchema SCHEMA =
            FeedSchema.of(List.of("zone", "at", "precipitationMm"), List.of("windKmh", "temperatureC"));
    private static final double USUAL_CELSIUS = 15;

    private final Zones zones;
    private final Sky sky;
    private final Clock clock;

    /** Where the weather is told. */
    @FunctionalInterface
    public interface Sky {
        /** False when later weather is known. */
        boolean tell(String zone, Weather weather, Instant at);
    }

    public WeatherApplier(Zones zones, Sky sky, Clock clock) {
        this.zones = zones;
        this.sky = sky;
        this.clock = clock;
    }

    private record Told(String zone, Instant at, Weather weather) {}

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
            long changed = rows.stream()
                    .filter(told -> sky.tell(told.zone(), told.weather(), told.at()))
                    .count();
            if (!run.isDone(number)) {
                run.applied(changed);
                run.unchanged(rows.size() - changed);
            }
            run.windowDone(number, last);
        });
    }

    private Optional<Told> parse(FeedRow row, FeedRun run) {
        try {
            String zone = row.text("zone");
            if (zones.find(zone).isEmpty()) {
                throw new RowFaultException("zone", "UNKNOWN_ZONE", "There is no zone " + zone);
            }
            Instant at = row.instant("at");
            if (at.isAfter(clock.instant().plus(AHEAD))) {
                throw new RowFaultException("at", "FROM_FUTURE", "at is to come: weather is told of now");
            }
            Weather weather = new Weather(
                    row.decimal("precipitationMm", 0, 500),
                    row.optional("windKmh").isPresent() ? row.decimal("windKmh", 0, 400) : 0,
                    row.optional("temperatureC").isPresent() ? row.decimal("temperatureC", -80, 60) : USUAL_CELSIUS);
            return Optional.of(new Told(zone, at, weather));
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            return Optional.empty();
        }
    }
}
