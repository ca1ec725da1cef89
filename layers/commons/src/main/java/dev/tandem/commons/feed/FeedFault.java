package dev.tandem.commons.feed;

/** Why a file is refused whole. The names are stable: partners' programs read them in reports. */
public enum FeedFault {
    /** No byte, or no row after the header. */
    EMPTY_FILE,
    /** A byte that is not UTF-8, or UTF-16 by its NUL bytes. */
    NOT_UTF8,
    /** A gzip file that ends before its trailer: the upload broke off. */
    TRUNCATED_GZIP,
    /** A gzip file whose content does not fit its checksum or format. */
    CORRUPT_GZIP,
    /** A column that every row needs is not in the header. */
    MISSING_COLUMN,
    /** Two columns of one name. */
    DUPLICATE_COLUMN,
    /** The header is divided by semicolons, tabs or bars. */
    WRONG_DELIMITER,
    /** A header that is no CSV record or longer than a line may be. */
    MALFORMED_HEADER,
    /** More bytes or rows than allowed. */
    TOO_LARGE
}
