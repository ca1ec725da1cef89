/**
 * Partner files: a streaming reader for CSV (RFC 4180) and JSON Lines, plain or gzip, that holds one bounded line at a time, tells
 * each bad line with its number, column and reason, and refuses a file whose structure is broken.
 */
@NullMarked
package dev.tandem.commons.feed;

import org.jspecify.annotations.NullMarked;
