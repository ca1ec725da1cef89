package dev.tandem.bench.intent;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * What the averages of web analytics give away about a shopper's visits. Exit and bounce rate of a row are means over the q different
 * pages that were looked at, of 0.2 times exits over views of the page (0.2 stands for all). So rate times q / 0.2 is a sum of few simple
 * fractions, and q, which the table does not tell, is the number of pages, at most the sum of the page counts, with which both rates
 * become the simplest fractions. Then there follow how often the shopper came and left at once, and how many pages were looked at again.
 * The denominator of an average duration tells in how many parts it was measured.
 */
final class Visit {
    static final Set<String> COUNTS = Set.of("Administrative", "Informational", "ProductRelated");
    static final List<String> COLUMNS = List.of(
            "Administrative",
            "Administrative_Duration",
            "Informational",
            "Informational_Duration",
            "ProductRelated",
            "ProductRelated_Duration",
            "BounceRates",
            "ExitRates");

    private static final double ALL = 0.2;
    private static final int SIMPLE = 60;
    private static final int RATE_PARTS = 200;
    private static final double ROUNDING = 2e-7;
    /** What a page less than the sum costs against a simpler fraction; set by hand, not searched for. */
    private static final double FEWER_PAGES = 0.6;

    private Visit() {}

    static Function<String[], float[]> of(List<String> columns) {
        int[] at = COLUMNS.stream().mapToInt(columns::indexOf).toArray();
        int value = columns.indexOf("PageValues");
        return row -> {
            double[] x = new double[at.length];
            for (int i = 0; i < x.length; i++) {
                x[i] = parsed(row[at[i]]);
            }
            return features(x, value < 0 ? Double.NaN : parsed(row[value]));
        };
    }

    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static float[] features(double[] x, double value) {
        double pages = x[0] + x[2] + x[4];
        double time = x[1] + x[3] + x[5];
        double bounce = x[6] / ALL;
        double exit = x[7] / ALL;
        double different = different((int) pages, exit, bounce);
        double exits = exit * different;
        double bounces = bounce * different;
        double again = pages - different;
        double visits = exits + 0.2;
        double[] features = {
            x[1] / Math.max(1, x[0]),
            x[3] / Math.max(1, x[2]),
            x[5] / Math.max(1, x[4]),
            x[4] * x[7],
            x[4] * x[6],
            pages * x[7],
            pages * x[6],
            x[7] - x[6],
            x[6] / (x[7] + 1e-4),
            pages,
            time,
            x[0] / (pages + 1),
            x[1] / (time + 1),
            x[5] * x[7],
            parts(x[1], SIMPLE, 1e-6),
            parts(x[3], SIMPLE, 1e-6),
            parts(x[5], SIMPLE, 1e-6),
            parts(exit, RATE_PARTS, 3e-6),
            parts(bounce, RATE_PARTS, 3e-6),
            different,
            again,
            again / Math.max(1, pages),
            exits,
            bounces,
            exits - bounces,
            parts(exits, SIMPLE, 1e-6),
            x[5] / visits,
            x[0] / visits,
            x[1] / visits,
            again / visits,
            x[5] / (different + 1),
            x[0] - again,
            x[4] - different,
            value * pages,
            value / Math.max(1, pages),
            value * x[7],
            value / (x[5] + 1)
        };
        float[] rounded = new float[Double.isNaN(value) ? features.length - 4 : features.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = (float) features[i];
        }
        return rounded;
    }

    /** How many different pages there were, most plausibly; not-a-number when the rates do not tell. */
    private static double different(int pages, double exit, double bounce) {
        double best = Double.POSITIVE_INFINITY;
        double found = Double.NaN;
        for (int q = pages; exit > 0 && q >= Math.max(1, 0.4 * pages); q--) {
            double rounding = ROUNDING * Math.max(1, q / 10.0);
            double cost = Math.log(parts(exit * q, SIMPLE, rounding))
                    + Math.log(parts(bounce * q, SIMPLE, rounding))
                    + FEWER_PAGES * Math.log(1.0 + pages - q);
            if (cost < best - 1e-9) {
                best = cost;
                found = q;
            }
        }
        return found;
    }

    /** The smallest denominator of the fraction that a number is; one more than {@code most} when it is none of these. */
    static int parts(double number, int most, double rounding) {
        for (int parts = 1; parts <= most; parts++) {
            double whole = number * parts;
            if (Math.abs(whole - Math.rint(whole)) < rounding * parts) {
                return parts;
            }
        }
        return most + 1;
    }
}
