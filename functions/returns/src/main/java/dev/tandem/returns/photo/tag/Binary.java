package dev.tandem.returns.photo.tag;

import dev.tandem.returns.photo.GrayImage;

/** Pictures made ready for one more attempt. */
final class Binary {
    private Binary() {}

    /**
     * Black and white by a threshold for every pixel from the mean and deviation around it (Sauvola and Pietikainen 2000), which
     * holds under shadows and on dark photos.
     *
     * @param radius of the square around a pixel
     */
    static GrayImage sauvola(GrayImage image, int radius, double k) {
        int width = image.width();
        int height = image.height();
        long[] sum = new long[(width + 1) * (height + 1)];
        long[] squares = new long[(width + 1) * (height + 1)];
        for (int y = 0; y < height; y++) {
            long row = 0;
            long rowSquares = 0;
            for (int x = 0; x < width; x++) {
                int value = image.at(x, y);
                row += value;
                rowSquares += (long) value * value;
                int at = (y + 1) * (width + 1) + x + 1;
                sum[at] = sum[at - width - 1] + row;
                squares[at] = squares[at - width - 1] + rowSquares;
            }
        }
        byte[] result = new byte[width * height];
        for (int y = 0; y < height; y++) {
            int top = Math.max(0, y - radius) * (width + 1);
            int bottom = Math.min(height, y + radius + 1) * (width + 1);
            for (int x = 0; x < width; x++) {
                int left = Math.max(0, x - radius);
                int right = Math.min(width, x + radius + 1);
                int tall = (bottom - top) / (width + 1);
                double count = (double) (right - left) * tall;
                double mean = (sum[bottom + right] - sum[bottom + left] - sum[top + right] + sum[top + left]) / count;
                double square =
                        (squares[bottom + right] - squares[bottom + left] - squares[top + right] + squares[top + left])
                                / count;
                double deviation = Math.sqrt(Math.max(0, square - mean * mean));
                boolean white = image.at(x, y) > mean * (1 + k * (deviation / 128 - 1));
                result[y * width + x] = (byte) (white ? 255 : 0);
            }
        }
        return new GrayImage(width, height, result);
    }

    /** With a white margin, for codes that were cut out without their quiet zone. */
    static GrayImage padded(GrayImage image, int margin) {
        int width = image.width() + 2 * margin;
        int height = image.height() + 2 * margin;
        byte[] result = new byte[width * height];
        java.util.Arrays.fill(result, (byte) 255);
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.pixels(), y * image.width(), result, (y + margin) * width + margin, image.width());
        }
        return new GrayImage(width, height, result);
    }

    static GrayImage inverted(GrayImage image) {
        byte[] result = new byte[image.pixels().length];
        for (int i = 0; i < result.length; i++) {
            result[i] = (byte) ~image.pixels()[i];
        }
        return new GrayImage(image.width(), image.height(), result);
    }
}
