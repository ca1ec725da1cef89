/** How good forecasts are: the measures of the M4 and M5 competitions and of the VN1 challenge, exactly by their definitions. */
@NullMarked
package dev.tandem.forecast.accuracy;

import org.jspecify.annotations.NullMarked;
