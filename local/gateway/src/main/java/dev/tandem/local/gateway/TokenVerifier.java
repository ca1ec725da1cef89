package dev.tandem.local.gateway;

import java.util.Map;

/** Decides whether a token of the {@code Authorization} header is good. */
@FunctionalInterface
public interface TokenVerifier {

    /** What a verifier found. */
    sealed interface Verdict {}

    /** A good token and its claims, all as text, as API Gateway hands them to a function. */
    record Accepted(Map<String, String> claims) implements Verdict {}

    /** A bad token and why, in words that its owner may read. */
    record Refused(String reason) implements Verdict {}

    /** Checks a token that was stripped of {@code Bearer }. Never throws for a bad one. */
    Verdict verify(String token);
}
