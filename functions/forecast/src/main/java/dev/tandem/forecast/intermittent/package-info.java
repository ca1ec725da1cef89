/** Demand that comes now and then: methods from the papers and counts as distributions. */
@NullMarked
package dev.tandem.forecast.intermittent;

import org.jspecify.annotations.NullMarked;
