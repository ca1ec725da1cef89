/** Forecasts of categories, regions and the total, and what makes the forecasts of series add up to them. */
@NullMarked
package dev.tandem.forecast.aggregate;

import org.jspecify.annotations.NullMarked;
