/** Objects in S3, by key. */
@NullMarked
package dev.tandem.commons.objects;

import org.jspecify.annotations.NullMarked;
