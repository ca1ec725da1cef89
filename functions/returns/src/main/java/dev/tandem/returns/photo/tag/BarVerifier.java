package dev.tandem.returns.photo.tag;

import dev.tandem.returns.photo.GrayImage;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells whether the bars of a region are those of an expected EAN-13 code, without ever making them black and white.
 *
 * <p>The expected bars are laid over brightness along a scan line, blurred as the camera may have done it, and place, width
 * and bend are searched for the best correlation (deformable templates, after Gallo and Manduchi, "Reading 1D Barcodes with
 * Mobile Phones Using Deformable Templates", 2011). There each digit is compared with all digits in all sets on its own, over several
 * lines; the code is confirmed only when it fits better than any other code with a right check digit, by a margin. So a
 * neighbouring number does not pass for the expected one, however blurred.
 */
final class BarVerifier {
    private static final int LINES = 7;
    private static final double[] BLURS = {0.35, 0.6, 0.9, 1.25};
    /** Bends and curls to start from where a flat tag seen from the front does not fit. */
    private static final double[][] WARPS = {{0, 0.15}, {0, 0.3}, {0.02, 0}, {-0.02, 0}};

    private static final int RIVALS = 3;
    private static final double HOPELESS = 0.38;
    private static final double PROMISING_START = 0.48;
    private static final double GOOD_START = 0.75;

    private static final float[][][][] DIGITS =
            java.util.Arrays.stream(BLURS).mapToObj(DigitScores::templates).toArray(float[][][][]::new);
    /** Correlation below which bars are others, or none. */
    static final double LEAST_FIT = 0.62;
    /** By how much the fit of all digits together has to beat the best other code's. */
    static final double LEAST_MARGIN = 0.2;

    private final String code;
    private final Blurred[] templates = new Blurred[BLURS.length];

    BarVerifier(String code) {
        this.code = code;
        boolean[] modules = Ean13.modules(code);
        for (int i = 0; i < BLURS.length; i++) {
            templates[i] = new Blurred(modules, BLURS[i]);
        }
    }

    String code() {
        return code;
    }

    /** How well the expected code fits: its mean correlation over the lines, and its lead over the best other code. */
    record Evidence(double fit, double margin) {
        boolean confirms() {
            return fit >= LEAST_FIT && margin >= LEAST_MARGIN;
        }
    }

    Evidence judge(GrayImage image, BarRegion region) {
        int samples = (int) Math.clamp(region.halfAcross() * 2 * (1 + ScanLines.BEYOND) * 2, 240, 900);
        float[][] lines = ScanLines.of(image, region, LINES, samples);
        for (float[] line : lines) {
            flatten(line, samples / 6);
        }
        BarFit start = BarFit.search(lines[LINES / 2], templates[1], 0, 0);
        for (int line : new int[] {1, LINES - 2}) {
            start = better(start, BarFit.search(lines[line], templates[1], 0, 0));
        }
        for (double[] warp : WARPS) {
            if (start.correlation() > HOPELESS && start.correlation() < GOOD_START) {
                start = better(start, BarFit.search(lines[LINES / 2], templates[1], warp[0], warp[1]));
            }
        }
        if (start.correlation() < PROMISING_START) {
            return new Evidence(start.correlation(), 0);
        }
        int blur = 1;
        BarFit centre = start;
        for (float[] line : lines) {
            for (int i = 0; i < BLURS.length; i++) {
                BarFit fit = start.refined(line, templates[i]);
                if (fit.correlation() > centre.correlation()) {
                    centre = fit;
                    blur = i;
                }
            }
        }
        Fits fits = Fits.near(lines, centre, templates[blur]);
        return fits.mean() < LEAST_FIT
                ? new Evidence(fits.mean(), 0)
                : new Evidence(fits.mean(), margin(fits, lines, centre, blur));
    }

    /**
     * The lead over the best other code. Bars that were fitted to the expected code may have been bent to it, so the rival gets
     * the same: its own bars are fitted, and the expected code has to lead there too, and so on with the next rival.
     */
    private double margin(Fits expected, float[][] lines, BarFit centre, int blur) {
        double margin = Double.POSITIVE_INFINITY;
        Fits fits = expected;
        for (int round = 0; round < RIVALS; round++) {
            DigitScores scores = new DigitScores(fits.lines(), fits.fits(), DIGITS[blur]);
            DigitScores.Rival rival = scores.bestBut(code);
            margin = Math.min(margin, rival.cost() - scores.cost(code));
            if (margin < LEAST_MARGIN) {
                return margin;
            }
            fits = Fits.near(lines, centre, new Blurred(Ean13.modules(rival.code()), BLURS[blur]));
            if (fits.mean() >= expected.mean()) {
                return 0;
            }
        }
        return margin;
    }

    /** The lines on which bars fit, and how. */
    private record Fits(List<float[]> lines, List<BarFit> fits) {
        static Fits near(float[][] lines, BarFit centre, Blurred template) {
            List<float[]> used = new ArrayList<>();
            List<BarFit> fits = new ArrayList<>();
            for (float[] line : lines) {
                BarFit fit = centre.refined(line, template);
                if (fit.correlation() > Math.max(0.5, centre.correlation() - 0.2)) {
                    fits.add(fit);
                    used.add(line);
                }
            }
            return new Fits(used, fits);
        }

        double mean() {
            return fits.stream().mapToDouble(BarFit::correlation).average().orElse(0);
        }
    }

    private static BarFit better(BarFit one, BarFit other) {
        return other.correlation() > one.correlation() ? other : one;
    }

    /** Takes away what changes slowly (shadow, paper), and brings every part of the line to the same contrast. */
    private static void flatten(float[] line, int window) {
        int length = line.length;
        double[] sum = new double[length + 1];
        double[] squares = new double[length + 1];
        for (int i = 0; i < length; i++) {
            sum[i + 1] = sum[i] + line[i];
            squares[i + 1] = squares[i] + line[i] * line[i];
        }
        for (int i = 0; i < length; i++) {
            int from = Math.max(0, i - window / 2);
            int to = Math.min(length, i + window / 2 + 1);
            double mean = (sum[to] - sum[from]) / (to - from);
            double deviation = Math.sqrt(Math.max(0, (squares[to] - squares[from]) / (to - from) - mean * mean));
            line[i] = (float) ((line[i] - mean) / (deviation + 6));
        }
    }
}
