package dev.tandem.returns.policy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A set of rules. They are tried in order; of those that hold, a later one's terms stand over an earlier one's.
 *
 * @param version its name, given once
 * @param effectiveTo the first moment at which it does not hold any more
 */
public record Policy(
        String version,
        String title,
        Instant effectiveFrom,
        @Nullable Instant effectiveTo,
        Terms defaults,
        List<Rule> rules) {

    /** Without a doubt a policy's own rule: none may have this name. */
    static final String DEFAULTS = "defaults";

    public Policy {
        if (rules == null || rules.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("rules must be a list of rules");
        }
        rules = List.copyOf(rules);
    }

    public boolean holdsAt(Instant moment) {
        return !moment.isBefore(effectiveFrom) && (effectiveTo == null || moment.isBefore(effectiveTo));
    }
}
