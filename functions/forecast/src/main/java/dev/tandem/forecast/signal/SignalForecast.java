package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.DemandForecast;
import java.util.List;

/**
 * A forecast and what it is made of.
 *
 * @param forecast mean and quantiles, in units
 * @param point the single number that is best when errors in percent and in units count alike
 * @param drivers sum up to the median of each step
 * @param elasticity percent of demand for a percent of price near the usual price, never above zero; zero where there is no price
 */
public record SignalForecast(DemandForecast forecast, double[] point, List<Driver> drivers, double elasticity) {}
