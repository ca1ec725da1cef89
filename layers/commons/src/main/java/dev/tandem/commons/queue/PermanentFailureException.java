package dev.tandem.commons.queue;

/** A message that can never succeed: it goes to the dead-letter queue with the reason, at once. */
public final class PermanentFailureException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    public PermanentFailureException(String code, String reason) {
        super(reason);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
