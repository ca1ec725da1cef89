/** A day that was, dispatched again by another policy. */
@NullMarked
package dev.tandem.dispatch.replay;

import org.jspecify.annotations.NullMarked;
