/** Couriers: their shifts, the one offer each may have open, and the trip they are on. */
@NullMarked
package dev.tandem.dispatch.courier;

import org.jspecify.annotations.NullMarked;
