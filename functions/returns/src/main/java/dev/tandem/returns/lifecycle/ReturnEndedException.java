package dev.tandem.returns.lifecycle;

/** The return ended otherwise (kept, rejected, cancelled), so there is nothing more to do. The workflow catches it by name. */
public final class ReturnEndedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReturnEndedException(String returnId, Object state) {
        super("Return " + returnId + " is " + state);
    }
}
