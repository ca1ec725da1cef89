/** {@code ./tandem bench}: one JSON object a line on standard output, progress on standard error. */
@NullMarked
package dev.tandem.bench;

import org.jspecify.annotations.NullMarked;
