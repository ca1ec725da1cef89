/** Forecasts of products, categories, regions and the whole made to add up. */
@NullMarked
package dev.tandem.forecast.reconciliation;

import org.jspecify.annotations.NullMarked;
