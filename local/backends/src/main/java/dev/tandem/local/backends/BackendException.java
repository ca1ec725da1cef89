package dev.tandem.local.backends;

/** A store of the embedded cloud could not start, or refused what the cloud itself asked of it. */
public final class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BackendException(String message) {
        super(message);
    }

    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
