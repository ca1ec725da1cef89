/** What becomes of a return once it is approved: handed over, sorted, graded, put to use and paid. */
@NullMarked
package dev.tandem.returns.lifecycle;

import org.jspecify.annotations.NullMarked;
