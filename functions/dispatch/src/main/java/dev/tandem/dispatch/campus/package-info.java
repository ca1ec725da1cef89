/**
 * Unmanned vehicles on a closed campus: the map with its fence, the fleet, the orders and the plan that brings them together. Plain Java;
 * minutes and metres.
 */
@NullMarked
package dev.tandem.dispatch.campus;

import org.jspecify.annotations.NullMarked;
