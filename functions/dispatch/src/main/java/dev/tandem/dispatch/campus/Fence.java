package dev.tandem.dispatch.campus;

import java.util.List;

/**
 * A polygon on the map. A campus is small, so that degrees are taken as a plane; its fence must not cross the date line.
 */
public final class Fence {
    private final double[] latitudes;
    private final double[] longitudes;

    public Fence(List<Campus.Corner> corners) {
        latitudes = corners.stream().mapToDouble(Campus.Corner::lat).toArray();
        longitudes = corners.stream().mapToDouble(Campus.Corner::lon).toArray();
    }

    /** By the parity of crossings of a ray (Shimrat, Algorithm 112, 1962). */
    public boolean contains(double lat, double lon) {
        boolean inside = false;
        for (int i = 0, j = latitudes.length - 1; i < latitudes.length; j = i++) {
            if ((latitudes[i] > lat) != (latitudes[j] > lat)
                    && lon
                            < (longitudes[j] - longitudes[i]) * (lat - latitudes[i]) / (latitudes[j] - latitudes[i])
                                    + longitudes[i]) {
                inside = !inside;
            }
        }
        return inside;
    }

    /** Whether the straight line between two points inside stays inside. */
    public boolean holdsLine(double fromLat, double fromLon, double toLat, double toLon) {
        for (int i = 0, j = latitudes.length - 1; i < latitudes.length; j = i++) {
            if (crosses(fromLat, fromLon, toLat, toLon, latitudes[i], longitudes[i], latitudes[j], longitudes[j])) {
                return false;
            }
        }
        return contains(fromLat, fromLon) && contains(toLat, toLon);
    }

    private static boolean crosses(
            double ay, double ax, double by, double bx, double cy, double cx, double dy, double dx) {
        return side(ay, ax, by, bx, cy, cx) * side(ay, ax, by, bx, dy, dx) < 0
                && side(cy, cx, dy, dx, ay, ax) * side(cy, cx, dy, dx, by, bx) < 0;
    }

    private static double side(double ay, double ax, double by, double bx, double py, double px) {
        return Math.signum((bx - ax) * (py - ay) - (by - ay) * (px - ax));
    }
}
