package dev.tandem.commons.feed;

/** The file is refused whole; nothing of it may be applied. */
public final class FeedRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FeedFault fault;
    private final long line;

    public FeedRejectedException(FeedFault fault, long line, String reason) {
        super(reason);
        this.fault = fault;
        this.line = line;
    }

    public FeedFault fault() {
        return fault;
    }

    /** The line where it was seen, from 1; 0 where no line is to blame. */
    public long line() {
        return line;
    }

    public String reason() {
        return String.valueOf(getMessage());
    }
}
