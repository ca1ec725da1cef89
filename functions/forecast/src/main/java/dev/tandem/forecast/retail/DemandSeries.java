package dev.tandem.forecast.retail;

import java.util.List;

/**
 * What one product sold at one location.
 *
 * @param sku product
 * @param location place or region
 * @param groups what it shares a season and a launch with, as category and region; names must differ between kinds of groups
 * @param firstPeriod absolute number of the first period, as weeks since 1970; the same clock for all series of a pool
 * @param values sold in each period from the first one on, oldest first; NaN where the demand is not known, as in a stock-out
 */
public record DemandSeries(String sku, String location, List<String> groups, long firstPeriod, double[] values) {

    /** The first period that is not known any more. */
    public long end() {
        return firstPeriod + values.length;
    }
}
