package dev.tandem.dispatch.place;

/** The grid of the live state: geohash cells of six characters, at most 1.2 km wide and 0.6 km high. */
public final class Cells {
    private static final char[] BASE32 = "0123456789bcdefghjkmnpqrstuvwxyz".toCharArray();
    private static final int LENGTH = 6;

    private Cells() {}

    /** The geohash of a point (Niemeyer 2008): halves of longitude and latitude in turn, five of them a character. */
    public static String of(GeoPoint point) {
        double west = -180;
        double east = 180;
        double south = -90;
        double north = 90;
        char[] cell = new char[LENGTH];
        boolean horizontal = true;
        for (int i = 0; i < LENGTH; i++) {
            int bits = 0;
            for (int bit = 0; bit < 5; bit++) {
                bits <<= 1;
                if (horizontal) {
                    double middle = (west + east) / 2;
                    if (point.longitude() >= middle) {
                        bits |= 1;
                        west = middle;
                    } else {
                        east = middle;
                    }
                } else {
                    double middle = (south + north) / 2;
                    if (point.latitude() >= middle) {
                        bits |= 1;
                        south = middle;
                    } else {
                        north = middle;
                    }
                }
                horizontal = !horizontal;
            }
            cell[i] = BASE32[bits];
        }
        return new String(cell);
    }
}
