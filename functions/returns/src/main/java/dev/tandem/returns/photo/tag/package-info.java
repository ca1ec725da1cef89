/** Reads the code of a hang tag in verify mode: the expected code is searched for, anything else is only named. */
@NullMarked
package dev.tandem.returns.photo.tag;

import org.jspecify.annotations.NullMarked;
