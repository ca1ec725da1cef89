package dev.tandem.local.gateway;

/** Calls functions for the gateway. */
@FunctionalInterface
public interface FunctionInvoker {

    /** How an invocation ended. */
    sealed interface Outcome {}

    /** The function returned this payload. */
    record Answered(byte[] payload) implements Outcome {}

    /** The function threw, or its process ended. The caller of the API learns only that it failed. */
    record Failed(String errorType, String message) implements Outcome {}

    /** The function ran out of time. */
    record TimedOut() implements Outcome {}

    /** No room for another invocation. */
    record Throttled() implements Outcome {}

    /** Calls the function with an event and waits for it. An exception counts as {@link Failed}. */
    Outcome invoke(String functionName, byte[] event) throws Exception;
}
