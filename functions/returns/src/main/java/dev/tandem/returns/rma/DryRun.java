package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Facts;
import dev.tandem.returns.policy.Judge;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policy;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Tries a policy on returns that were decided by another. Photos count as they were judged; what staff overruled is left out. */
public final class DryRun {
    private static final int MOST_EXAMPLES = 50;
    /** What one call has time for. */
    private static final int MOST_RETURNS = 5_000;

    private DryRun() {}

    /**
     * A return that would have been decided differently.
     *
     * @param refundChange in minor units of the currency: what the shopper would get more, or less
     * @param grounds of the policy that is tried
     */
    public record Difference(
            String returnId,
            String policyVersion,
            Outcome decided,
            Outcome wouldBe,
            long refundChange,
            String currency,
            List<String> grounds) {}

    /**
     * What came of a trial.
     *
     * @param tried returns that a precheck has decided in the period
     * @param changes how many went from one outcome to another, such as {@code APPROVED to REJECTED}
     * @param refundChanges sum by currency in minor units, over all returns that both approve
     * @param complete whether all returns of the period were tried
     */
    public record Trial(
            String version,
            LocalDate from,
            LocalDate to,
            int tried,
            int same,
            Map<String, Integer> changes,
            Map<String, Long> refundChanges,
            boolean complete,
            List<Difference> examples) {}

    /** Tries the days from the first to the last, both included. */
    public static Trial of(Policy policy, PastReturns past, LocalDate from, LocalDate to, Instant now) {
        int tried = 0;
        int same = 0;
        Map<String, Integer> changes = new TreeMap<>();
        Map<String, Long> refundChanges = new TreeMap<>();
        List<Difference> examples = new ArrayList<>();
        for (LocalDate day = from; !day.isAfter(to); day = day.plusDays(1)) {
            for (Iterator<Return> all = past.ofDay(day).iterator(); all.hasNext(); ) {
                Return rma = all.next();
                Decision decided = rma.decision();
                if (decided == null || !decided.by().equals(Decision.PRECHECK)) {
                    continue;
                }
                if (tried == MOST_RETURNS) {
                    return new Trial(policy.version(), from, to, tried, same, changes, refundChanges, false, examples);
                }
                tried++;
                Decision would = again(rma, decided, policy, now);
                long more = would.refund().minor() - decided.refund().minor();
                if (would.outcome() == decided.outcome() && more == 0) {
                    same++;
                    continue;
                }
                changes.merge(decided.outcome() + " to " + would.outcome(), 1, Integer::sum);
                if (would.outcome() == Outcome.APPROVED && decided.outcome() == Outcome.APPROVED) {
                    refundChanges.merge(decided.refund().currency(), more, Long::sum);
                }
                if (examples.size() < MOST_EXAMPLES) {
                    examples.add(new Difference(
                            rma.returnId(),
                            decided.policyVersion(),
                            decided.outcome(),
                            would.outcome(),
                            more,
                            decided.refund().currency(),
                            grounds(policy, decided.facts())));
                }
            }
        }
        return new Trial(policy.version(), from, to, tried, same, changes, refundChanges, true, examples);
    }

    private static Decision again(Return rma, Decision decided, Policy policy, Instant now) {
        List<PhotoCheck> photos = decided.photos().stream()
                .filter(check -> !check.check().equals("count"))
                .toList();
        return Precheck.decide(rma, policy, decided.facts(), photos, decided.usablePhotos(), now);
    }

    private static List<String> grounds(Policy policy, List<Facts> facts) {
        return facts.stream()
                .map(each -> Judge.judge(policy, each))
                .flatMap(verdict -> verdict.grounds().stream())
                .map(ground -> ground.rule() + ": " + ground.text())
                .distinct()
                .toList();
    }
}
