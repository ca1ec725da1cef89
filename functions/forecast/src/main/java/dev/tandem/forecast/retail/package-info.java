/**
 * Forecasts of many products at many locations that learn from each other: one regression over all series, seasons of the whole shop,
 * and calibrated quantiles.
 */
@NullMarked
package dev.tandem.forecast.retail;

import org.jspecify.annotations.NullMarked;
