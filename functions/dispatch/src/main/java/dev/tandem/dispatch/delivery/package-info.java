/** Deliveries: what shops ask for and how far it has come. */
@NullMarked
package dev.tandem.dispatch.delivery;

import org.jspecify.annotations.NullMarked;
