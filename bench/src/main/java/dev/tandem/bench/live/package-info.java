/** A city of shops and couriers that use the dispatch system through its public doors, and the checks of what became of it. */
@NullMarked
package dev.tandem.bench.live;

import org.jspecify.annotations.NullMarked;
