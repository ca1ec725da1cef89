package dev.tandem.dispatch.matching;

import java.util.List;

/**
 * What a tick decided.
 *
 * @param weightsVersion of the policy that decided
 * @param offers at most one per courier; no order in two of them
 * @param additions to trips under way, at most one per courier; none of an order that is in an offer
 * @param explanations one per order of the snapshot that got neither
 */
public record Decision(
        String weightsVersion, List<Offer> offers, List<Addition> additions, List<Explanation> explanations) {
    public Decision {
        offers = List.copyOf(offers);
        additions = List.copyOf(additions);
        explanations = List.copyOf(explanations);
    }
}
