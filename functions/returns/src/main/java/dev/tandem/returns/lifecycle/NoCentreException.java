package dev.tandem.returns.lifecycle;

/** No sorting centre has room today. The workflow catches it by name and tries again later. */
public final class NoCentreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NoCentreException() {
        super("No sorting centre has room");
    }
}
