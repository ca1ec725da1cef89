package dev.tandem.returns.lifecycle;

import dev.tandem.commons.Json;
import dev.tandem.returns.rma.PastReturns;
import dev.tandem.returns.rma.Return;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The daily run. {@code insights/returns/days/<day>.json} has the counts of the returns that were asked for on a day, written again for the
 * last days because their returns move on; {@code insights/returns/skus/<shard>.json} has the insights of the last ninety days by SKU;
 * {@code insights/returns/signals.json} has the signals alone, for whoever shows many products. Running it twice changes nothing.
 */
public final class InsightRun {
    static final String PREFIX = "insights/returns/";
    static final String SIGNALS = PREFIX + "signals.json";
    private static final int SHARDS = 64;
    private static final int WINDOW_DAYS = 90;

    /** For so long a return may still change its state: fourteen days to check, fourteen to hand over, some to come in. */
    private static final int UNSETTLED_DAYS = 30;

    private final PastReturns returns;
    private final InsightFiles files;
    private final Clock clock;

    public InsightRun(PastReturns returns, InsightFiles files, Clock clock) {
        this.returns = returns;
        this.files = files;
        this.clock = clock;
    }

    /** Counts of a day. */
    record Day(String day, Map<String, ReturnInsights.Counts> skus) {}

    /** Insights of some SKUs. */
    public record Shard(String from, String to, Map<String, ReturnInsights> skus) {}

    /** The patterns of those SKUs that have one. */
    record Signals(String to, Map<String, List<ReturnInsights.Pattern>> skus) {}

    /** What a run has done. */
    public record Report(String from, String to, int returns, int skus, long signals) {}

    public static String shardKey(String sku) {
        return PREFIX + "skus/%02d.json".formatted(Math.floorMod(sku.hashCode(), SHARDS));
    }

    public Report run() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        LocalDate from = today.minusDays(WINDOW_DAYS - 1);
        Map<String, ReturnInsights.Counts> window = new TreeMap<>();
        int read = 0;
        for (LocalDate day = from; !day.isAfter(today); day = day.plusDays(1)) {
            String key = PREFIX + "days/" + day + ".json";
            Map<String, ReturnInsights.Counts> counts = files.read(key)
                    .map(bytes -> Json.read(bytes, Day.class).skus())
                    .orElse(Map.of());
            if (day.isAfter(today.minusDays(UNSETTLED_DAYS))) {
                List<Return> ofDay = returns.ofDay(day).toList();
                read += ofDay.size();
                Map<String, ReturnInsights.Counts> fresh = ReturnInsights.count(ofDay);
                if (!fresh.equals(counts)) {
                    files.write(key, Json.writeBytes(new Day(day.toString(), fresh)));
                }
                counts = fresh;
            }
            counts.forEach((sku, each) -> window.merge(sku, each, ReturnInsights.Counts::plus));
        }
        Map<String, ReturnInsights> insights = ReturnInsights.of(window);
        Map<String, Map<String, ReturnInsights>> shards = new HashMap<>();
        for (int i = 0; i < SHARDS; i++) {
            shards.put(PREFIX + "skus/%02d.json".formatted(i), new TreeMap<>());
        }
        insights.forEach((sku, each) ->
                shards.computeIfAbsent(shardKey(sku), key -> new TreeMap<>()).put(sku, each));
        shards.forEach(
                (key, some) -> files.write(key, Json.writeBytes(new Shard(from.toString(), today.toString(), some))));
        Map<String, List<ReturnInsights.Pattern>> signals = new TreeMap<>();
        insights.forEach((sku, each) -> {
            if (!each.signals().isEmpty()) {
                signals.put(
                        sku,
                        each.signals().stream()
                                .map(ReturnInsights.Signal::pattern)
                                .sorted()
                                .toList());
            }
        });
        files.write(SIGNALS, Json.writeBytes(new Signals(today.toString(), signals)));
        return new Report(
                from.toString(),
                today.toString(),
                read,
                insights.size(),
                insights.values().stream()
                        .mapToLong(each -> each.signals().size())
                        .sum());
    }
}
