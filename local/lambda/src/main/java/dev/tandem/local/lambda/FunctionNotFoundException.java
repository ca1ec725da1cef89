package dev.tandem.local.lambda;

/** No function of this name is defined ({@code ResourceNotFoundException} on AWS). */
public final class FunctionNotFoundException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FunctionNotFoundException(String name) {
        super("Function not found: " + Arns.function(name));
    }
}
