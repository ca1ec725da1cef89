/** The linear assignment problem on primitive arrays. Knows nothing of couriers. */
@NullMarked
package dev.tandem.dispatch.assignment;

import org.jspecify.annotations.NullMarked;
