package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.rma.Decision;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnLine;
import dev.tandem.returns.rma.ReturnState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Why one SKU comes back.
 *
 * @param pieces returned in the window, by reason in {@code reasons} and by where the return stands in {@code states}
 * @param decisions pieces by what was decided, and by reason within it; what is not decided yet is not in it
 * @param signals what stands out against the category
 */
public record ReturnInsights(
        String sku,
        String category,
        int pieces,
        Map<Reason, Integer> reasons,
        Map<ReturnState, Integer> states,
        Map<Outcome, Map<Reason, Integer>> decisions,
        List<Signal> signals) {

    /** A pattern that a product page may tell. */
    public enum Pattern {
        @JsonProperty("runs-small")
        RUNS_SMALL(Reason.TOO_SMALL),
        @JsonProperty("runs-large")
        RUNS_LARGE(Reason.TOO_LARGE),
        @JsonProperty("not-as-described")
        NOT_AS_DESCRIBED(Reason.NOT_AS_DESCRIBED);

        private final Reason reason;

        Pattern(Reason reason) {
            this.reason = reason;
        }
    }

    /**
     * A reason that is more frequent than in the rest of its category.
     *
     * @param share of the SKU's returned pieces; {@code categoryShare} of the others'
     * @param pValue one-sided, of Fisher's exact test
     */
    public record Signal(Pattern pattern, double share, double categoryShare, double pValue) {}

    /** Fewer pieces than this say nothing to a shopper, whatever a test says. */
    static final int LEAST_PIECES = 8;

    /** How much more frequent at least: what is significant need not matter. */
    static final double LEAST_LIFT = 1.25;

    /** Of all signals told, this share may be false (Benjamini and Hochberg). */
    static final double FALSE_DISCOVERIES = 0.05;

    /** Counts of one SKU. Written daily and added up. */
    public record Counts(
            String category,
            Map<Reason, Integer> reasons,
            Map<ReturnState, Integer> states,
            Map<Outcome, Map<Reason, Integer>> decisions) {
        static Counts of(ReturnLine line, ReturnState state, @Nullable Decision decision) {
            Map<Reason, Integer> reasons = Map.of(line.reason(), line.quantity());
            return new Counts(
                    line.category(),
                    reasons,
                    Map.of(state, line.quantity()),
                    decision == null ? Map.of() : Map.of(decision.outcome(), reasons));
        }

        int pieces() {
            return reasons.values().stream().mapToInt(Integer::intValue).sum();
        }

        Counts plus(Counts other) {
            Counts sum = new Counts(
                    other.category,
                    new EnumMap<>(Reason.class),
                    new EnumMap<>(ReturnState.class),
                    new EnumMap<>(Outcome.class));
            List.of(this, other).forEach(each -> {
                each.reasons.forEach((reason, count) -> sum.reasons.merge(reason, count, Integer::sum));
                each.states.forEach((state, count) -> sum.states.merge(state, count, Integer::sum));
                each.decisions.forEach((outcome, reasons) -> {
                    Map<Reason, Integer> into =
                            sum.decisions.computeIfAbsent(outcome, none -> new EnumMap<>(Reason.class));
                    reasons.forEach((reason, count) -> into.merge(reason, count, Integer::sum));
                });
            });
            return sum;
        }
    }

    /** Pieces by SKU. */
    static Map<String, Counts> count(Iterable<Return> returns) {
        Map<String, Counts> counts = new TreeMap<>();
        for (Return rma : returns) {
            for (ReturnLine line : rma.lines()) {
                counts.merge(line.sku(), Counts.of(line, rma.state(), rma.decision()), Counts::plus);
            }
        }
        return counts;
    }

    private record Candidate(String sku, Signal signal) {}

    /**
     * What stands out: for each SKU and pattern Fisher's exact test (R. A. Fisher, 1922) of its pieces with the reason against those of the
     * other SKUs of its category, kept at a false discovery rate of five percent over all tests of the run (Y. Benjamini, Y. Hochberg,
     * 1995), and then only with eight pieces or more and a share that is at least a quarter higher.
     */
    static Map<String, ReturnInsights> of(Map<String, Counts> counts) {
        Map<String, Counts> categories = new HashMap<>();
        counts.values().forEach(each -> categories.merge(each.category(), each, Counts::plus));
        List<Candidate> tested = new ArrayList<>();
        counts.forEach((sku, own) -> {
            Counts all = categories.get(own.category());
            int pieces = own.pieces();
            int others = all == null ? 0 : all.pieces() - pieces;
            if (all == null || pieces < LEAST_PIECES || others == 0) {
                return;
            }
            for (Pattern pattern : Pattern.values()) {
                int with = own.reasons().getOrDefault(pattern.reason, 0);
                int othersWith = all.reasons().getOrDefault(pattern.reason, 0) - with;
                double p = FisherTest.greater(with, pieces, othersWith, others);
                tested.add(new Candidate(
                        sku, new Signal(pattern, with / (double) pieces, othersWith / (double) others, p)));
            }
        });
        tested.sort(Comparator.comparingDouble(each -> each.signal().pValue()));
        int discoveries = 0;
        for (int i = 0; i < tested.size(); i++) {
            if (tested.get(i).signal().pValue() <= FALSE_DISCOVERIES * (i + 1) / tested.size()) {
                discoveries = i + 1;
            }
        }
        Map<String, List<Signal>> signals = new HashMap<>();
        for (Candidate each : tested.subList(0, discoveries)) {
            if (each.signal().share() >= LEAST_LIFT * each.signal().categoryShare()) {
                signals.computeIfAbsent(each.sku(), sku -> new ArrayList<>()).add(each.signal());
            }
        }
        Map<String, ReturnInsights> insights = new TreeMap<>();
        counts.forEach((sku, own) -> insights.put(
                sku,
                new ReturnInsights(
                        sku,
                        own.category(),
                        own.pieces(),
                        own.reasons(),
                        own.states(),
                        own.decisions(),
                        signals.getOrDefault(sku, List.of()))));
        return insights;
    }
}
