/** Bandits side by side in a world that is known, and the reading of logs. */
@NullMarked
package dev.tandem.bench.bandit;

import org.jspecify.annotations.NullMarked;
