package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import dev.tandem.forecast.retail.DemandPool;
import dev.tandem.forecast.retail.DemandSeries;
import dev.tandem.forecast.signal.CategoryPools;
import dev.tandem.forecast.signal.Launch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What the series of a shop taught each other, as one file that a run's groups share.
 *
 * @param asOfDay the last day that it knows
 * @param series how many the shop had, as far as known then
 * @param regions by location, where sales named one
 * @param analogues the last launches of each category of which price or talk is known, the newest first
 * @param signals what prices, promotions and signals do in each category
 */
public record ShopPool(
        int asOfDay,
        int series,
        DemandPool demand,
        Map<String, String> regions,
        Map<String, List<Launch>> analogues,
        CategoryPools signals) {
    static final int WEEKS_OF_A_YEAR = 52;

    /** Before anything was learnt. */
    public static final ShopPool NONE = new ShopPool(
            Integer.MIN_VALUE, 0, DemandPool.empty(WEEKS_OF_A_YEAR), Map.of(), Map.of(), CategoryPools.NONE);

    public ShopPool {
        // Pools of before signals were learnt by category.
        signals = Objects.requireNonNullElse(signals, CategoryPools.NONE);
    }

    public static ShopPool read(byte[] json) {
        return Json.read(json, ShopPool.class);
    }

    byte[] write() {
        return Json.writeBytes(this);
    }

    /** Where sales of this series are counted. */
    static String region(SeriesHistory series, Map<String, String> regions) {
        // A location that is its own region may have been told a better one with other products.
        String own = series.region();
        return own.equals(series.key().location()) ? regions.getOrDefault(own, own) : own;
    }

    /** The series as pools see it: in weeks on the clock that all share, with the groups that it learns from. */
    static DemandSeries weekly(SeriesHistory series, double[] weeks, Map<String, String> regions) {
        List<String> groups = new ArrayList<>();
        if (!series.category().isEmpty()) {
            groups.add(SignalKey.CATEGORY.text() + ' ' + series.category());
        }
        if (!series.key().location().isEmpty()) {
            groups.add(SignalKey.REGION.text() + ' ' + region(series, regions));
        }
        return new DemandSeries(
                series.key().sku(),
                series.key().location(),
                groups,
                WeeklySignals.week(series.asOfDay()) - weeks.length,
                weeks);
    }

    /** The part of a learnt pool that plans and manifests carry. */
    public record Learnt(int asOfDay, int series) {
        static Learnt read(byte[] json) {
            return Json.read(json, Learnt.class);
        }
    }
}
