package dev.tandem.commons.feed;

/**
 * What a file may weigh. All three bound memory or time: a line is the most that is ever held.
 *
 * @param lineCharacters longest line, in UTF-16 units without its line break
 * @param bytes longest file, unpacked: a small gzip file can hold a very large one
 * @param rows most lines with content
 */
public record FeedLimits(int lineCharacters, long bytes, long rows) {
    /** 64 KiB a line, 4 GiB unpacked, five million rows. */
    public static final FeedLimits DEFAULT = new FeedLimits(64 * 1024, 4L << 30, 5_000_000);
}
