package dev.tandem.commons.idempotency;

/** This request was answered while it ran, by another call with the same key: that answer stands. */
public final class RepeatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RepeatedException() {
        super("Answered before under the same key", null, false, false);
    }
}
