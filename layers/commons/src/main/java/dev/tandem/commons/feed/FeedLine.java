package dev.tandem.commons.feed;

/** What the reader finds on a line (or several, where a quoted CSV field holds line breaks): a row or a fault. */
public sealed interface FeedLine permits FeedRow, BadLine {
    /** Number of the first physical line, from 1, the header counted. */
    long line();
}
