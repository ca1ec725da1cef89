package dev.tandem.returns.opinion;

import dev.tandem.returns.photo.Photo;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Somebody else who looks at the photos. Nothing waits for it, and nothing is rejected because of it. */
@FunctionalInterface
public interface SecondOpinion {
    /** Nobody is asked. */
    SecondOpinion NONE = (item, photos, catalogue, atMost) -> Optional.empty();

    /**
     * What the photos should show, in the shop's words. What the shopper wrote is not among it: it could tell a model what to say.
     *
     * @param reason of the return, in our words
     */
    record Item(String name, String category, String reason) {}

    /**
     * Asks once.
     *
     * @param photos of the item that is to be returned, at least one
     * @param catalogue photos of what was sold; often none
     * @return empty when there is no answer within the time, or none that can be used; never an exception
     */
    Optional<Opinion> of(Item item, List<Photo> photos, List<Photo> catalogue, Duration atMost);
}
