/**
 * Demand that knows what happens outside: prices, promotions, competitors, weather, sentiment, holidays, any named signal. Series of a
 * category share what they learn; a signal that does not help out of sample has no weight.
 */
@NullMarked
package dev.tandem.forecast.signal;

import org.jspecify.annotations.NullMarked;
