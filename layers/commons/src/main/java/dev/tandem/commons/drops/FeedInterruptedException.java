package dev.tandem.commons.drops;

/** The file cannot be finished now; what is applied stays, and the next delivery of the message goes on from there. */
public final class FeedInterruptedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FeedInterruptedException(String reason) {
        super(reason);
    }
}
