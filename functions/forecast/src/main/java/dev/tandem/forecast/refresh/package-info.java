/** From changed histories to published forecasts: plan, refresh by group, publish at once. */
@NullMarked
package dev.tandem.forecast.refresh;

import org.jspecify.annotations.NullMarked;
