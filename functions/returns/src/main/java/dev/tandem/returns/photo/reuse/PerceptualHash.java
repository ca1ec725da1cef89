package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.GrayImage;
import java.util.Arrays;

/**
 * 64 bits that stay nearly the same when a picture is saved, resized, brightened: signs of the 8 x 8 lowest waves of a discrete cosine
 * transform of the picture at 32 x 32, against their median (pHash, Zauner 2010).
 */
final class PerceptualHash {
    private static final int SIDE = 32;
    private static final double[][] WAVES = waves();

    private PerceptualHash() {}

    static long of(GrayImage image) {
        GrayImage small = image.resized(SIDE, SIDE);
        double[][] rows = new double[SIDE][9];
        for (int y = 0; y < SIDE; y++) {
            for (int k = 1; k <= 8; k++) {
                for (int x = 0; x < SIDE; x++) {
                    rows[y][k] += WAVES[k][x] * small.at(x, y);
                }
            }
        }
        double[] values = new double[64];
        for (int j = 1; j <= 8; j++) {
            for (int k = 1; k <= 8; k++) {
                double sum = 0;
                for (int y = 0; y < SIDE; y++) {
                    sum += WAVES[j][y] * rows[y][k];
                }
                values[(j - 1) * 8 + k - 1] = sum;
            }
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double median = (sorted[31] + sorted[32]) / 2;
        long hash = 0;
        for (int i = 0; i < 64; i++) {
            hash |= values[i] > median ? 1L << i : 0;
        }
        return hash;
    }

    /** Of the picture, turned by quarters, and the same of its mirror image. */
    static long[] ofAllEight(GrayImage image) {
        long[] hashes = new long[8];
        GrayImage turned = image.resized(SIDE * 2, SIDE * 2);
        for (int i = 0; i < 8; i++) {
            hashes[i] = of(turned);
            turned = i == 3 ? turned.turned().mirrored() : turned.turned();
        }
        return hashes;
    }

    private static double[][] waves() {
        double[][] waves = new double[9][SIDE];
        for (int k = 0; k <= 8; k++) {
            for (int x = 0; x < SIDE; x++) {
                waves[k][x] = Math.cos(Math.PI * (x + 0.5) * k / SIDE);
            }
        }
        return waves;
    }
}
