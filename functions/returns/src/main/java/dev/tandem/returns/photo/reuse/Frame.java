package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.GrayImage;

/**
 * Cuts away edges of one colour, one after the other, so that a photo with a frame around it and the one without come to the same.
 */
final class Frame {
    /** How far brightness in an edge of one colour may differ: JPEG leaves ripples beside a frame. */
    private static final int RIPPLE = 20;
    /** Pixels of an edge that may stand out: the ripples' worst. */
    private static final double OUTLIERS = 0.02;

    private static final double LEAST_LEFT = 0.4;

    private Frame() {}

    static GrayImage cutAway(GrayImage image) {
        int left = 0;
        int top = 0;
        int right = image.width();
        int bottom = image.height();
        int leastWidth = (int) (image.width() * LEAST_LEFT);
        int leastHeight = (int) (image.height() * LEAST_LEFT);
        for (boolean cut = true; cut; ) {
            cut = false;
            if (bottom - top > leastHeight && plain(image, left, right, top, true)) {
                top++;
                cut = true;
            }
            if (bottom - top > leastHeight && plain(image, left, right, bottom - 1, true)) {
                bottom--;
                cut = true;
            }
            if (right - left > leastWidth && plain(image, top, bottom, left, false)) {
                left++;
                cut = true;
            }
            if (right - left > leastWidth && plain(image, top, bottom, right - 1, false)) {
                right--;
                cut = true;
            }
        }
        return image.crop(left, top, right - left, bottom - top);
    }

    private static boolean plain(GrayImage image, int from, int to, int line, boolean row) {
        long sum = 0;
        for (int i = from; i < to; i++) {
            sum += row ? image.at(i, line) : image.at(line, i);
        }
        long mean = sum / (to - from);
        int outliers = 0;
        for (int i = from; i < to; i++) {
            int value = row ? image.at(i, line) : image.at(line, i);
            outliers += Math.abs(value - mean) > RIPPLE ? 1 : 0;
        }
        return outliers <= OUTLIERS * (to - from);
    }
}
