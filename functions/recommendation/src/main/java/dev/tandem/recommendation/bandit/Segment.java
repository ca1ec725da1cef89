package dev.tandem.recommendation.bandit;

import java.util.Arrays;
import java.util.List;

/** What the weights are learnt apart for: where the answer is shown and to whom. */
public record Segment(String placement, IntentBand band) {
    /** The number of a placement in a {@link RecommendationId} is its place here; new ones go to the end. */
    static final List<String> PLACEMENTS = List.of("home", "product", "cart");

    public Segment {
        if (!PLACEMENTS.contains(placement)) {
            throw new IllegalArgumentException("There is no placement " + placement);
        }
    }

    public static List<Segment> all() {
        return PLACEMENTS.stream()
                .flatMap(placement -> Arrays.stream(IntentBand.values()).map(band -> new Segment(placement, band)))
                .toList();
    }
}
