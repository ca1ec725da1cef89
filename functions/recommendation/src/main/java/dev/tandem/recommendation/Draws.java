package dev.tandem.recommendation;

import dev.tandem.recommendation.bandit.Policy;
import dev.tandem.recommendation.bandit.RecommendationId;
import dev.tandem.recommendation.bandit.Segment;
import dev.tandem.recommendation.bandit.Weights;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** Draws the arm that an answer is made with, and says in its id and in the log what was drawn with which probability. */
final class Draws {
    private static final Logger LOG = LoggerFactory.getLogger(Draws.class);

    /** Not an ordinary generator: processes that are restored from one snapshot would all draw the same. */
    private final SecureRandom random = new SecureRandom();

    private final WeightShelf weights;
    private final Supplier<byte[]> keys;
    private final Clock clock;
    private byte @Nullable [] key;

    record Draw(Segment segment, Weights weights, Weights.Weight drawn) {}

    /** @param keys gives the signing key; asked until it answers */
    Draws(WeightShelf weights, Supplier<byte[]> keys, Clock clock) {
        this.weights = weights;
        this.keys = keys;
        this.clock = clock;
    }

    Draw draw(Segment segment) {
        Weights current = weights.current(segment);
        return new Draw(segment, current, current.draw(random.nextDouble()));
    }

    /**
     * The id of the answer that was made of a draw. Without the key the answer gets one that no feedback can name: better than none.
     *
     * @param sessionId empty for no session
     */
    String sign(Draw draw, String sessionId, List<String> skus) {
        byte[] signing = key();
        String id = signing == null
                ? UUID.randomUUID().toString()
                : RecommendationId.of(draw.segment, draw.drawn, clock.instant(), random.nextLong(), skus)
                        .write(signing, sessionId);
        LOG.info(
                "Arm drawn",
                StructuredArguments.entry("recommendation_id", id),
                StructuredArguments.entry("placement", draw.segment.placement()),
                StructuredArguments.entry("intent_band", draw.segment.band().wire()),
                StructuredArguments.entry("arm", draw.drawn.arm().wire()),
                StructuredArguments.entry("propensity", draw.drawn.propensity()),
                StructuredArguments.entry("policy_version", Policy.VERSION),
                StructuredArguments.entry(
                        "propensities",
                        draw.weights.arms().stream()
                                .collect(Collectors.toMap(weight -> weight.arm().wire(), Weights.Weight::propensity))));
        return id;
    }

    private byte @Nullable [] key() {
        if (key == null) {
            try {
                key = keys.get();
            } catch (RuntimeException e) {
                LOG.warn("The signing key cannot be read, feedback to this answer will not count", e);
            }
        }
        return key;
    }
}
