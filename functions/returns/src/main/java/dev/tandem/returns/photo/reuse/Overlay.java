package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.Alignment;
import dev.tandem.returns.photo.GrayImage;

/**
 * Whether two pictures show the same when one is laid on the other: the correlation of their details (brightness less that of
 * the surroundings) over the part that both cover. What garments on white have in common, their outlines' middle, is not a
 * detail; the place of every fold is.
 */
final class Overlay {
    private static final int SURROUNDINGS = 4;
    private static final double LEAST_COVERED = 0.45;

    private Overlay() {}

    /**
     * The best correlation near a proposed alignment, -1 to 1; -1 when they hardly cover each other.
     *
     * @param map from the pixels of {@code from} to those of {@code to}: {@code x' = m0 x + m1 y + m2, y' = m3 x + m4 y + m5}
     */
    static double refined(GrayImage from, float[] fromDetails, GrayImage to, float[] toDetails, double[] map) {
        double[] best = map.clone();
        double fit = correlation(from, fromDetails, to, toDetails, best);
        double side = from.longSide();
        double[] steps = {1.5 / side, 1.5 / side, 1, 1.5 / side, 1.5 / side, 1};
        for (int round = 0; round < 4; round++) {
            for (boolean moved = true; moved; ) {
                moved = false;
                for (int choice = 0; choice < 12; choice++) {
                    double[] next = best.clone();
                    next[choice / 2] += (choice % 2 == 0 ? 1 : -1) * steps[choice / 2];
                    double value = correlation(from, fromDetails, to, toDetails, next);
                    if (value > fit + 0.002) {
                        fit = value;
                        best = next;
                        moved = true;
                    }
                }
            }
            for (int i = 0; i < 6; i++) {
                steps[i] /= 2;
            }
        }
        return fit;
    }

    /** An alignment of features, between the thumbnails of the same pictures. */
    static double[] scaled(Alignment alignment, double from, double to) {
        double ratio = to / from;
        return new double[] {
            alignment.a() * ratio,
            alignment.b() * ratio,
            alignment.c() * to,
            alignment.d() * ratio,
            alignment.e() * ratio,
            alignment.f() * to
        };
    }

    static double correlation(GrayImage from, float[] fromDetails, GrayImage to, float[] toDetails, double[] map) {
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        double sumA = 0;
        double sumB = 0;
        int count = 0;
        for (int y = 0; y < from.height(); y++) {
            for (int x = 0; x < from.width(); x++) {
                double u = map[0] * x + map[1] * y + map[2];
                double v = map[3] * x + map[4] * y + map[5];
                if (u < 0 || v < 0 || u > to.width() - 1.001 || v > to.height() - 1.001) {
                    continue;
                }
                int at = ((int) v) * to.width() + ((int) u);
                double right = u - (int) u;
                double below = v - (int) v;
                double upper = toDetails[at] + right * (toDetails[at + 1] - toDetails[at]);
                double lower = toDetails[at + to.width()]
                        + right * (toDetails[at + to.width() + 1] - toDetails[at + to.width()]);
                double a = fromDetails[y * from.width() + x];
                double b = upper + below * (lower - upper);
                sumA += a;
                sumB += b;
                sumAa += a * a;
                sumBb += b * b;
                sumAb += a * b;
                count++;
            }
        }
        double scale = Math.abs(map[0] * map[4] - map[1] * map[3]);
        double ofTo = count * scale / (to.width() * (double) to.height());
        double ofFrom = count / (from.width() * (double) from.height());
        if (Math.max(ofTo, ofFrom) < LEAST_COVERED || Math.min(ofTo, ofFrom) < LEAST_COVERED / 2) {
            return -1;
        }
        double varianceA = sumAa - sumA * sumA / count;
        double varianceB = sumBb - sumB * sumB / count;
        return varianceA < 1e-6 || varianceB < 1e-6
                ? -1
                : (sumAb - sumA * sumB / count) / Math.sqrt(varianceA * varianceB);
    }

    /**
     * The mean of three by three pixels less that of the square around: the finest texture differs from one scaling to the next.
     */
    static float[] details(GrayImage image) {
        int[] sums = sums(image);
        float[] details = new float[image.width() * image.height()];
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                float detail = mean(image, sums, x, y, 1) - mean(image, sums, x, y, SURROUNDINGS);
                // A few strong edges, of a frame or of words written over it, must not outweigh everything else.
                details[y * image.width() + x] = Math.clamp(detail, -24, 24);
            }
        }
        return details;
    }

    private static int[] sums(GrayImage image) {
        int width = image.width() + 1;
        int[] sums = new int[width * (image.height() + 1)];
        for (int y = 0; y < image.height(); y++) {
            int row = 0;
            for (int x = 0; x < image.width(); x++) {
                row += image.at(x, y);
                sums[(y + 1) * width + x + 1] = sums[y * width + x + 1] + row;
            }
        }
        return sums;
    }

    private static float mean(GrayImage image, int[] sums, int x, int y, int radius) {
        int width = image.width() + 1;
        int left = Math.max(0, x - radius);
        int right = Math.min(image.width(), x + radius + 1);
        int top = Math.max(0, y - radius);
        int bottom = Math.min(image.height(), y + radius + 1);
        int total = sums[bottom * width + right]
                - sums[bottom * width + left]
                - sums[top * width + right]
                + sums[top * width + left];
        return (float) total / ((right - left) * (bottom - top));
    }
}
