/** A simulated day on a campus: unmanned vehicles, a simple rule in their place, and couriers. */
@NullMarked
package dev.tandem.bench.campus;

import org.jspecify.annotations.NullMarked;
