package dev.tandem.forecast.retail;

import dev.tandem.forecast.lifecycle.LifeCycle;
import dev.tandem.forecast.model.DemandForecast;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The forecast of a product at a location and why it is so.
 *
 * @param lifeCycle stage and evidence
 * @param level units a period that the coming ones are measured against: the mean of the last two months, large orders capped
 * @param season what season and course of business make of the forecast of the first step, 1 is nothing
 */
public record DemandOutlook(DemandForecast forecast, LifeCycle lifeCycle, double level, double season) {

    /** Shares of what the forecast of the first step rests on, together 1. */
    public Map<String, Double> drivers() {
        double moved = Math.abs(season - 1);
        double share = moved / (1 + moved);
        Map<String, Double> drivers = new LinkedHashMap<>();
        drivers.put("level", 1 - share);
        drivers.put("season", share);
        return drivers;
    }
}
