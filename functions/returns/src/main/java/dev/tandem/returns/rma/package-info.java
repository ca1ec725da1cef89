/**
 * Returns (RMA): asked for, checked, decided, and what the shopper gets. {@code ReturnState} is the state machine; every step is a
 * {@code Change} that is written whole or not at all.
 */
@NullMarked
package dev.tandem.returns.rma;

import org.jspecify.annotations.NullMarked;
