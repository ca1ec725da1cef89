package dev.tandem.recommendation.model;

/**
 * How much each model counts in a score. Every model gives a distribution over items (the shares of one model sum to at most 1),
 * so the weights compare. A policy that learns from clicks varies these; {@link #DEFAULT} was fixed by validation
 * (docs/recommendation.md, "How the constants were fixed").
 */
public record Blend(double likeSessions, double seenTogether, double related, double seenBefore, double popular) {
    public static final Blend DEFAULT = new Blend(1, 1, 1, 3.5, 0.001);

    public Blend {
        for (double weight : new double[] {likeSessions, seenTogether, related, seenBefore, popular}) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("A weight of a blend is finite and not negative, not " + weight);
            }
        }
    }
}
