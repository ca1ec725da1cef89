package dev.tandem.returns.policy;

import java.util.List;

/** What a customer has returned, over the spans that rules may ask about. */
public record CustomerHistory(List<Span> spans) {
    /** Days up to the case. Few and fixed, so that a decision's record holds all that another policy may ask. */
    public static final List<Integer> SPANS = List.of(30, 90, 180, 365);

    public static final CustomerHistory NONE = new CustomerHistory(
            SPANS.stream().map(days -> new Span(days, 0, 0, 0)).toList());

    /**
     * One span.
     *
     * @param returns asked for and not rejected, this one apart
     * @param piecesOrdered of orders placed in the span
     */
    public record Span(int days, int returns, int piecesReturned, int piecesOrdered) {
        /** Pieces returned of pieces ordered, 0 to 1; 0 when nothing was ordered. */
        double rate() {
            return piecesOrdered == 0 ? 0 : Math.min(1, (double) piecesReturned / piecesOrdered);
        }
    }

    public CustomerHistory {
        spans = List.copyOf(spans);
    }

    Span over(int days) {
        return spans.stream()
                .filter(span -> span.days() == days)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("No figures over " + days + " days"));
    }
}
