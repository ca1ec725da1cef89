package dev.tandem.returns.photo.tag;

/**
 * A part of a picture that parallel bars fill.
 *
 * @param angle of the direction across the bars, radians, the picture's x axis being 0
 * @param halfAcross half of its length across the bars, pixels
 * @param halfAlong half of its length along them, pixels
 * @param score how many bars of how much contrast it holds, to rank it
 */
record BarRegion(double x, double y, double angle, double halfAcross, double halfAlong, double score) {

    BarRegion scaled(double factor) {
        return new BarRegion(x * factor, y * factor, angle, halfAcross * factor, halfAlong * factor, score);
    }
}
