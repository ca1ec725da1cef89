/** Data and tallies of the bench of demand with signals. */
@NullMarked
package dev.tandem.bench.signals;

import org.jspecify.annotations.NullMarked;
