/** Purchase intent on tables of shop sessions and on simulated behaviour. */
@NullMarked
package dev.tandem.bench.intent;

import org.jspecify.annotations.NullMarked;
