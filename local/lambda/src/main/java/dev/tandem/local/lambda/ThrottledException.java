package dev.tandem.local.lambda;

/** The function takes no more work now ({@code TooManyRequestsException} on AWS); nothing was run. */
public final class ThrottledException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ThrottledException(String message) {
        super(message);
    }
}
