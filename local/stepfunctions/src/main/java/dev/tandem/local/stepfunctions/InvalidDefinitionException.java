package dev.tandem.local.stepfunctions;

/** A definition that the engine refuses; the message names the state and the field. */
public final class InvalidDefinitionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidDefinitionException(String message) {
        super(message);
    }
}
