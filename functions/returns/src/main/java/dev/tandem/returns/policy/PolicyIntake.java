package dev.tandem.returns.policy;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes policy files in: checked whole, stored as a version of their own, never in place of another. */
public final class PolicyIntake {
    /** Two hundred rules with long texts are a tenth of it. */
    public static final int MOST_BYTES = 300_000;

    private final Policies policies;
    private final Clock clock;

    public PolicyIntake(Policies policies, Clock clock) {
        this.policies = policies;
        this.clock = clock;
    }

    /** What became of a file. */
    public enum Status {
        STORED,
        /** The same version with the same content was there. */
        ALREADY_STORED,
        /** Nothing was stored; the problems say why. */
        INVALID
    }

    /** The account of one file. */
    public record Report(
            String file,
            String kind,
            Status status,
            @Nullable String version,
            int rules,
            List<PolicyReader.Problem> problems,
            Instant startedAt,
            Instant finishedAt) {}

    /**
     * Takes a file.
     *
     * @param source tells this very delivery from another, so that a repeat of it is answered alike
     */
    public Report take(byte[] json, String file, String source) {
        Instant started = clock.instant();
        PolicyReader.Reading reading = json.length > MOST_BYTES
                ? new PolicyReader.Reading(
                        null,
                        List.of(new PolicyReader.Problem(
                                "", "TOO_LARGE", "A policy has at most " + MOST_BYTES + " bytes.")))
                : PolicyReader.read(json);
        Policy policy = reading.policy();
        if (policy == null) {
            return report(file, Status.INVALID, null, 0, reading.problems(), started);
        }
        Policies.Stored there = policy.version().equals(Policies.BuiltIn.POLICY.version())
                ? policies.find(policy.version()).orElseThrow()
                : policies.store(new Policies.Stored(policy, started, source));
        if (!there.policy().equals(policy)) {
            return report(
                    file,
                    Status.INVALID,
                    policy.version(),
                    policy.rules().size(),
                    List.of(new PolicyReader.Problem(
                            "version",
                            "VERSION_TAKEN",
                            "This version is there with other rules; give yours a new name.")),
                    started);
        }
        Status status = there.source().equals(source) ? Status.STORED : Status.ALREADY_STORED;
        return report(file, status, policy.version(), policy.rules().size(), List.of(), started);
    }

    private Report report(
            String file,
            Status status,
            @Nullable String version,
            int rules,
            List<PolicyReader.Problem> problems,
            Instant started) {
        return new Report(file, "return-policies", status, version, rules, problems, started, clock.instant());
    }
}
