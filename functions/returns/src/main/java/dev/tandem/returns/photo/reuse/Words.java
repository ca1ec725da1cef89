package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.LocalFeatures;
import java.util.Arrays;
import java.util.Random;

/**
 * Local features as words that can be looked up: the signs of a descriptor's projections on random directions (locality-sensitive
 * hashing for cosine distance, Charikar 2002). Where the picture is cropped, framed or turned a little, most features stay, and with
 * them many of the words.
 */
final class Words {
    private static final int BITS = 20;
    private static final float[][] DIRECTIONS = directions();

    private Words() {}

    /** The words of the features that are largest, each word once; at most this many. */
    static int[] of(LocalFeatures features, int most) {
        Integer[] order = new Integer[features.count()];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (one, other) -> Float.compare(features.scale(other), features.scale(one)));
        return Arrays.stream(order)
                .mapToInt(feature -> word(features.descriptors(), feature * LocalFeatures.LENGTH))
                .distinct()
                .limit(most)
                .toArray();
    }

    private static int word(byte[] descriptors, int from) {
        int word = 0;
        for (int bit = 0; bit < BITS; bit++) {
            float sum = 0;
            for (int i = 0; i < LocalFeatures.LENGTH; i++) {
                sum += DIRECTIONS[bit][i] * descriptors[from + i];
            }
            word |= sum > 0 ? 1 << bit : 0;
        }
        return word;
    }

    /** Balanced over the parts of a descriptor that are never negative, so that every sign is as likely as the other. */
    private static float[][] directions() {
        Random random = new Random(20);
        float[][] directions = new float[BITS][LocalFeatures.LENGTH];
        for (float[] direction : directions) {
            float[] mean = new float[4];
            for (int i = 0; i < direction.length; i++) {
                direction[i] = (float) random.nextGaussian();
                mean[i % 4] += direction[i] / (LocalFeatures.LENGTH / 4);
            }
            for (int i = 0; i < direction.length; i++) {
                direction[i] -= mean[i % 4];
            }
        }
        return directions;
    }
}
