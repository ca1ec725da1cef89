package dev.tandem.returns.photo.tag;

import dev.tandem.returns.photo.GrayImage;

/** Brightness along lines across the bars of a region. */
final class ScanLines {
    /** How far a line goes beyond the region at both ends, as a share of its half length. */
    static final double BEYOND = 0.35;

    private ScanLines() {}

    /**
     * Parallel lines over the middle nine tenths of the region's height, each the mean of a few next to each other.
     *
     * @return {@code [line][sample]}
     */
    static float[][] of(GrayImage image, BarRegion region, int lines, int samples) {
        double cos = Math.cos(region.angle());
        double sin = Math.sin(region.angle());
        double half = region.halfAcross() * (1 + BEYOND);
        double spacing = 1.8 * region.halfAlong() / lines;
        int rows = Math.clamp(Math.round(spacing / 2), 1, 5);
        float[][] result = new float[lines][samples];
        for (int line = 0; line < lines; line++) {
            double middle = (line - (lines - 1) / 2.0) * spacing;
            for (int row = 0; row < rows; row++) {
                double v = middle + (row - (rows - 1) / 2.0) * Math.min(1.5, spacing / rows);
                for (int i = 0; i < samples; i++) {
                    double u = (2.0 * (i + 0.5) / samples - 1) * half;
                    result[line][i] +=
                            image.sample(region.x() + u * cos - v * sin - 0.5, region.y() + u * sin + v * cos - 0.5)
                                    / rows;
                }
            }
        }
        return result;
    }

    /** The region turned upright and drawn anew: bars stand, the given number of pixels wide. */
    static GrayImage rectified(GrayImage image, BarRegion region, int width, int height) {
        byte[] pixels = new byte[width * height];
        double cos = Math.cos(region.angle());
        double sin = Math.sin(region.angle());
        double half = region.halfAcross() * (1 + BEYOND);
        for (int y = 0; y < height; y++) {
            double v = (2.0 * (y + 0.5) / height - 1) * region.halfAlong() * 0.9;
            for (int x = 0; x < width; x++) {
                double u = (2.0 * (x + 0.5) / width - 1) * half;
                pixels[y * width + x] = (byte) Math.round(
                        image.sample(region.x() + u * cos - v * sin - 0.5, region.y() + u * sin + v * cos - 0.5));
            }
        }
        return new GrayImage(width, height, pixels);
    }
}
