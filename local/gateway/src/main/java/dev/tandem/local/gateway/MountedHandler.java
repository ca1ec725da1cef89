package dev.tandem.local.gateway;

/** Serves a path prefix that is no part of the contract, such as {@code /_local}. */
@FunctionalInterface
public interface MountedHandler {
    /**
     * Answers one request.
     *
     * @throws ProblemException for a problem document with its status
     * @throws Exception anything else becomes a 500 without details and is logged
     */
    HttpReply handle(HttpRequest request) throws Exception;
}
