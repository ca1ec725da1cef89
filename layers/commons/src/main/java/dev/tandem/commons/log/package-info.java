/** Log fields and correlation. */
@NullMarked
package dev.tandem.commons.log;

import org.jspecify.annotations.NullMarked;
