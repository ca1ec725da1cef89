/** The queue edge: SQS batches with partial failures and dead letters. */
@NullMarked
package dev.tandem.commons.queue;

import org.jspecify.annotations.NullMarked;
