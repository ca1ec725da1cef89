/** The next item of a session: the product's model and the published ones it is compared with, behind one interface. */
@NullMarked
package dev.tandem.bench.nextitem;

import org.jspecify.annotations.NullMarked;
