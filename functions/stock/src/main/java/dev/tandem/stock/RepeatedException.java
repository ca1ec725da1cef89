package dev.tandem.stock;

/** This request was answered while it ran, by another call with the same key: that answer stands. */
final class RepeatedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RepeatedException() {
        super("Answered before under the same key", null, false, false);
    }
}
