/**
 * Partner files: stock, sales and locations. A file is read twice: once to see that it is whole and sound, once to apply it in
 * windows that are each applied exactly once, whatever crashes or comes twice. {@code *Table}, {@code Dynamo*} and {@code *Bucket}
 * know AWS, the rest is plain Java.
 */
@NullMarked
package dev.tandem.stock.feed;

import org.jspecify.annotations.NullMarked;
