package dev.tandem.dispatch.matching;

import java.util.List;

/**
 * What a tick decided.
 *
 * @param weightsVersion of the policy that decided
 * @param offers at most one per courier; no order in two of them
 * @param explanations one per order of the snapshot that got no offer
 */
public record Decision(String weightsVersion, List<Offer> offers, List<Explanation> explanations) {
    public Decision {
        offers = List.copyOf(offers);
        explanations = List.copyOf(explanations);
    }
}
