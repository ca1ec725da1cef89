/** Weather from partners' files. */
@NullMarked
package dev.tandem.dispatch.weather;

import org.jspecify.annotations.NullMarked;
