/**
 * Univariate forecasting on primitive arrays, from the published methods. NaN in a history means unknown or censored, never zero.
 */
@NullMarked
package dev.tandem.forecast.model;

import org.jspecify.annotations.NullMarked;
