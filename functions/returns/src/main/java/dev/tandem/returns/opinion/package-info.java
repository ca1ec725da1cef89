/** What somebody else says of the photos of a return. */
@NullMarked
package dev.tandem.returns.opinion;

import org.jspecify.annotations.NullMarked;
