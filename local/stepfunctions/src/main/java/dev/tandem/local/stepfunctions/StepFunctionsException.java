package dev.tandem.local.stepfunctions;

/** A request that the service refuses; {@link #type} is the AWS error type, for example {@code ExecutionDoesNotExist}. */
public final class StepFunctionsException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String type;

    StepFunctionsException(String type, String message) {
        super(message);
        this.type = type;
    }

    public String type() {
        return type;
    }
}
