package dev.tandem.returns.photo;

/**
 * A grey picture, one byte a pixel, row by row. Never changed after it was made, so it may be shared.
 *
 * @param pixels {@code width * height} values 0 (black) to 255 (white)
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is compared by nobody
public record GrayImage(int width, int height, byte[] pixels) {

    public GrayImage {
        if (width < 1 || height < 1 || pixels.length != width * height) {
            throw new IllegalArgumentException(width + " x " + height + " does not fit " + pixels.length + " pixels");
        }
    }

    public int at(int x, int y) {
        return pixels[y * width + x] & 0xff;
    }

    public int longSide() {
        return Math.max(width, height);
    }

    /** Bilinear between pixel centres; outside, the nearest pixel of the edge. */
    public float sample(double x, double y) {
        double clampedX = Math.clamp(x, 0, width - 1);
        double clampedY = Math.clamp(y, 0, height - 1);
        int left = Math.min((int) clampedX, Math.max(width - 2, 0));
        int top = Math.min((int) clampedY, Math.max(height - 2, 0));
        float toRight = (float) clampedX - left;
        float toBottom = (float) clampedY - top;
        int at = top * width + left;
        int right = width > 1 ? 1 : 0;
        int below = height > 1 ? width : 0;
        float upper = (pixels[at] & 0xff) * (1 - toRight) + (pixels[at + right] & 0xff) * toRight;
        float lower = (pixels[at + below] & 0xff) * (1 - toRight) + (pixels[at + below + right] & 0xff) * toRight;
        return upper * (1 - toBottom) + lower * toBottom;
    }

    /** To this size: the mean over the area of a pixel where it shrinks, bilinear where it grows. */
    public GrayImage resized(int newWidth, int newHeight) {
        if (newWidth == width && newHeight == height) {
            return this;
        }
        float[] rows = stretch(null, width, height, newWidth);
        float[] columns = stretch(transposed(rows, newWidth, height), height, newWidth, newHeight);
        byte[] result = new byte[newWidth * newHeight];
        for (int x = 0; x < newWidth; x++) {
            for (int y = 0; y < newHeight; y++) {
                result[y * newWidth + x] = (byte) Math.clamp(Math.round(columns[x * newHeight + y]), 0, 255);
            }
        }
        return new GrayImage(newWidth, newHeight, result);
    }

    public GrayImage scaled(double factor) {
        return resized(Math.max(1, (int) Math.round(width * factor)), Math.max(1, (int) Math.round(height * factor)));
    }

    /** Shrunk so that the longer side has at most this many pixels; itself where it has no more. */
    public GrayImage within(int side) {
        return longSide() <= side ? this : scaled((double) side / longSide());
    }

    public GrayImage crop(int left, int top, int newWidth, int newHeight) {
        byte[] result = new byte[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            System.arraycopy(pixels, (top + y) * width + left, result, y * newWidth, newWidth);
        }
        return new GrayImage(newWidth, newHeight, result);
    }

    public GrayImage mirrored() {
        byte[] result = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[y * width + x] = pixels[y * width + width - 1 - x];
            }
        }
        return new GrayImage(width, height, result);
    }

    /** A quarter turn clockwise. */
    public GrayImage turned() {
        byte[] result = new byte[pixels.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[x * height + height - 1 - y] = pixels[y * width + x];
            }
        }
        return new GrayImage(/* width= */ height, /* height= */ width, result);
    }

    /** Turned by an angle about its centre, on a canvas that holds all of it; white outside. */
    public GrayImage rotated(double degrees) {
        double cos = Math.cos(Math.toRadians(degrees));
        double sin = Math.sin(Math.toRadians(degrees));
        int newWidth = (int) Math.ceil(Math.abs(width * cos) + Math.abs(height * sin));
        int newHeight = (int) Math.ceil(Math.abs(width * sin) + Math.abs(height * cos));
        byte[] result = new byte[newWidth * newHeight];
        for (int y = 0; y < newHeight; y++) {
            double fromY = y - newHeight / 2.0;
            for (int x = 0; x < newWidth; x++) {
                double fromX = x - newWidth / 2.0;
                double sourceX = fromX * cos + fromY * sin + width / 2.0;
                double sourceY = fromY * cos - fromX * sin + height / 2.0;
                boolean inside = sourceX >= -1 && sourceX <= width && sourceY >= -1 && sourceY <= height;
                result[y * newWidth + x] = inside ? (byte) Math.round(sample(sourceX, sourceY)) : (byte) 255;
            }
        }
        return new GrayImage(newWidth, newHeight, result);
    }

    private float[] stretch(float @org.jspecify.annotations.Nullable [] values, int length, int lines, int newLength) {
        float[] result = new float[newLength * lines];
        double step = (double) length / newLength;
        for (int i = 0; i < newLength; i++) {
            double from = i * step;
            double to = from + step;
            if (step <= 1) {
                double centre = Math.clamp((from + to) / 2 - 0.5, 0, length - 1);
                from = centre;
                to = centre;
            }
            int first = (int) from;
            int last = step <= 1 ? Math.min(first + 1, length - 1) : Math.min((int) Math.ceil(to) - 1, length - 1);
            for (int line = 0; line < lines; line++) {
                double sum = 0;
                if (step <= 1) {
                    double right = from - first;
                    sum = value(values, line * length + first) * (1 - right)
                            + value(values, line * length + last) * right;
                } else {
                    for (int j = first; j <= last; j++) {
                        double share = Math.min(j + 1, to) - Math.max(j, from);
                        sum += share * value(values, line * length + j);
                    }
                    sum /= Math.min(to, length) - from;
                }
                result[line * newLength + i] = (float) sum;
            }
        }
        return result;
    }

    private float value(float @org.jspecify.annotations.Nullable [] values, int at) {
        return values == null ? pixels[at] & 0xff : values[at];
    }

    private static float[] transposed(float[] values, int width, int height) {
        float[] result = new float[values.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                result[x * height + y] = values[y * width + x];
            }
        }
        return result;
    }
}
