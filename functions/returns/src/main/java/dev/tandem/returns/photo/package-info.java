/** What can be told from the photos of a return: are they usable, is it the right item, has the photo been used before. */
@NullMarked
package dev.tandem.returns.photo;

import org.jspecify.annotations.NullMarked;
