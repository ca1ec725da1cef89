package dev.tandem.local.cloud;

/** Why the embedded cloud does not start. The message is one line for the person who typed the command. */
public final class StartupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
