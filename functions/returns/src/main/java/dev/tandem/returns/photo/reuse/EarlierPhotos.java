package dev.tandem.returns.photo.reuse;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The photos of earlier returns. What keeps them bounds how many ids it remembers for one key: the newest. */
public interface EarlierPhotos {

    /**
     * Photos that were put in under any of the keys, with a weight: the sum, over the keys they share, of one by the number of
     * photos under that key. A key that many photos have tells little.
     *
     * @param keys at most 100
     */
    Map<String, Double> sharing(Set<String> keys);

    /** Empty where the photo has meanwhile been forgotten. */
    Optional<PhotoFingerprint> fingerprint(String id);
}
