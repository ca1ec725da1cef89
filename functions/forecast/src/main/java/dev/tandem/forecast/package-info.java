/**
 * Demand forecasts. Handlers are the doors; {@code model} and its neighbours are the domain in plain Java, without AWS.
 */
@NullMarked
package dev.tandem.forecast;

import org.jspecify.annotations.NullMarked;
