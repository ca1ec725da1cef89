package dev.tandem.returns.policy;

import org.jspecify.annotations.Nullable;

/**
 * One step that led to a decision.
 *
 * @param rule the policy's rule by its id, or one of this system: {@code law-withdrawal}, {@code law-guarantee}, {@code
 *     shops-fault-free}, {@code delivered}, {@code window}
 * @param outcome how it looks from this step alone
 * @param text for the shopper
 * @param next what the shopper can do about it
 */
public record Ground(
        String rule, Outcome outcome, String text, @Nullable String next) {}
