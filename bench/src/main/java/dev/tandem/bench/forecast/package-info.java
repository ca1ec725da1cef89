/** Accuracy and speed of forecasts. */
@NullMarked
package dev.tandem.bench.forecast;

import org.jspecify.annotations.NullMarked;
