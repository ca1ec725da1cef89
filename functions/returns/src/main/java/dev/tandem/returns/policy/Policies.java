package dev.tandem.returns.policy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where policies are kept. */
public interface Policies {

    /** A version was made active: from then on it holds within its dates, before those that were made active earlier. */
    record Activation(String version, Instant at, String by) {}

    /** A policy as stored. */
    record Stored(Policy policy, Instant storedAt, String source) {}

    /**
     * Stores a version that is not there yet.
     *
     * @return the one that is there: this one, or another under the same version, which stays
     */
    Stored store(Stored policy);

    Optional<Stored> find(String version);

    /** All versions, in no order. */
    List<Stored> all();

    /** In the order in which they were made. */
    List<Activation> activations();

    /** The policy by which a return that is asked for at a moment is judged. */
    default Policy inForceAt(Instant moment) {
        for (Activation activation : activations().reversed()) {
            Policy policy = find(activation.version()).map(Stored::policy).orElse(null);
            if (policy != null && policy.holdsAt(moment) && !activation.at().isAfter(moment)) {
                return policy;
            }
        }
        return BuiltIn.POLICY;
    }

    /** What holds as long as no other does: the file that comes with the system. */
    final class BuiltIn {
        public static final Policy POLICY = read();

        private BuiltIn() {}

        private static Policy read() {
            try (@Nullable InputStream in = Policies.class.getResourceAsStream("default-policy.json")) {
                PolicyReader.Reading reading =
                        PolicyReader.read(Objects.requireNonNull(in).readAllBytes());
                if (reading.policy() == null) {
                    throw new IllegalStateException("The built-in policy is wrong: " + reading.problems());
                }
                return reading.policy();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
