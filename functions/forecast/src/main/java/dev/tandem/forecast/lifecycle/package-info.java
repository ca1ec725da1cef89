/** Where a product stands in its life at a location, with the evidence for it. */
@NullMarked
package dev.tandem.forecast.lifecycle;

import org.jspecify.annotations.NullMarked;
