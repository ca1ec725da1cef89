/** First answers kept, so that a repeated write has one effect. */
@NullMarked
package dev.tandem.commons.idempotency;

import org.jspecify.annotations.NullMarked;
