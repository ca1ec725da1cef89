package dev.tandem.recommendation.model;

/**
 * How much each model counts in a score. Every model gives a distribution over items (the shares of one model sum to at most 1),
 * so the weights compare. A policy that learns from clicks varies these; {@link #DEFAULT} was fixed by validation
 * (docs/recommendation.md, "How the constants were fixed").
 *
 * @param goesWith of the knowledge graph, whose constant was not validated on clicks: there are none yet
 */
public record Blend(
        double likeSessions, double seenTogether, double related, double seenBefore, double popular, double goesWith) {
    private static final double GOES_WITH = 0.5;

    public static final Blend DEFAULT = new Blend(1, 1, 1, 3.5, 0.001);

    /** The knowledge graph with its usual weight. */
    public Blend(double likeSessions, double seenTogether, double related, double seenBefore, double popular) {
        this(likeSessions, seenTogether, related, seenBefore, popular, GOES_WITH);
    }

    public Blend {
        for (double weight : new double[] {likeSessions, seenTogether, related, seenBefore, popular, goesWith}) {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("A weight of a blend is finite and not negative, not " + weight);
            }
        }
    }
}
