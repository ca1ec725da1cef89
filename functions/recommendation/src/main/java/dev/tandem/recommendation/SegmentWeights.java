package dev.tandem.recommendation;

import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.bandit.Weights;
import dev.tandem.recommendation.model.Blend;
import java.util.List;

/** The weights of a segment as a client sees them. */
record SegmentWeights(String placement, String intentBand, List<ArmWeight> arms) {

    /**
     * One arm.
     *
     * @param mean of the reward of an answer, 0 to 1, as believed now; so are {@code standardDeviation} and the 90 % interval
     *     {@code low} to {@code high}
     * @param exposures discounted by age, like clicks, carts and purchases
     * @param best probability that the arm has the highest mean
     * @param propensity probability that the next answer is made with it
     */
    record ArmWeight(
            String arm,
            Blend blend,
            double mean,
            double standardDeviation,
            double low,
            double high,
            double exposures,
            double clicks,
            double carts,
            double purchases,
            double best,
            double propensity) {
        private static ArmWeight of(Weights.Weight weight) {
            return new ArmWeight(
                    weight.arm().wire(),
                    weight.arm().blend(),
                    round(weight.posterior().mean()),
                    round(weight.posterior().standardDeviation()),
                    round(weight.low()),
                    round(weight.high()),
                    round(weight.counts().exposures()),
                    round(weight.counts().clicks()),
                    round(weight.counts().carts()),
                    round(weight.counts().purchases()),
                    round(weight.best()),
                    round(weight.propensity()));
        }

        private static double round(double value) {
            return Math.round(value * 1e6) / 1e6;
        }
    }

    static SegmentWeights of(Segment segment, Weights weights) {
        return new SegmentWeights(
                segment.placement(),
                segment.band().wire(),
                weights.arms().stream().map(ArmWeight::of).toList());
    }
}
