package dev.tandem.returns.policy;

import org.jspecify.annotations.Nullable;

/**
 * One rule of a policy.
 *
 * @param because for the shopper: why it is so
 */
public record Rule(String id, @Nullable Condition when, Terms then, String because) {
    Condition condition() {
        return when == null ? Condition.ALWAYS : when;
    }
}
