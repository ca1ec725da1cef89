/** Where things are: points, cells of a grid, the zones that are dispatched. */
@NullMarked
package dev.tandem.dispatch.place;

import org.jspecify.annotations.NullMarked;
