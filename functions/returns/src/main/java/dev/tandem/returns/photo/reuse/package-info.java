/** Recognises photos that were sent with an earlier return. */
@NullMarked
package dev.tandem.returns.photo.reuse;

import org.jspecify.annotations.NullMarked;
