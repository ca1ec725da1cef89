package dev.tandem.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One Lambda function, as a domain declares it.
 *
 * @param name logical id and name; the handler class is {@code dev.tandem.<domain>.<name>Handler}
 * @param purpose one sentence, which is the function's description on AWS
 * @param memoryMegabytes memory limit in MiB; CPU grows with it
 * @param timeoutSeconds a call that takes longer is killed
 */
public record FunctionSpec(
        String name,
        String domain,
        String purpose,
        int memoryMegabytes,
        int timeoutSeconds,
        Trigger trigger,
        List<Grant> grants) {

    public FunctionSpec {
        grants = List.copyOf(grants);
    }

    public String handler() {
        return "dev.tandem." + domain + "." + name + "Handler::handleRequest";
    }

    public String zip() {
        return "functions/" + domain + "/target/" + domain + ".zip";
    }

    /** A scheduler invokes asynchronously, so a failure would be lost without a dead-letter queue. */
    public boolean invokedAsynchronously() {
        return trigger instanceof Trigger.Schedule;
    }

    public Optional<Trigger.Queue> queue() {
        return trigger instanceof Trigger.Queue queue ? Optional.of(queue) : Optional.empty();
    }

    public FunctionSpec withGrants(List<Grant> more) {
        var all = new ArrayList<>(grants);
        all.addAll(more);
        return new FunctionSpec(name, domain, purpose, memoryMegabytes, timeoutSeconds, trigger, all);
    }
}
