/**
 * Courier dispatch. Handlers are the doors; {@code matching} and its neighbours are the domain in plain Java, without AWS.
 */
@NullMarked
package dev.tandem.dispatch;

import org.jspecify.annotations.NullMarked;
