/**
 * From a file that a partner drops to its report: notifications, the two passes over the file, what was set aside, what is remembered
 * of a content. A file is read twice: once to see that it is whole and sound, once to apply it in windows that are each applied once,
 * whatever crashes or comes twice. What a kind of file means is its domain's {@link dev.tandem.commons.drops.FeedApplier}.
 */
@NullMarked
package dev.tandem.commons.drops;

import org.jspecify.annotations.NullMarked;
