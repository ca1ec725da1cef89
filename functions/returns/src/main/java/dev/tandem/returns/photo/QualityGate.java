package dev.tandem.returns.photo;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Whether a photo can be judged at all. Says nothing about the item and nothing about the shopper: what cannot be judged is asked for again.
 */
public final class QualityGate {
    private static final int SHORTEST_SIDE = 320;
    /** Blur is judged at this size, so that a large photo is not blamed for what nobody sees when it is shown. */
    private static final int SIDE = 512;

    private static final int BLOCKS = 8;
    private static final int LAG = 8;
    private static final int NOISE = 3;
    /** See {@link #blur}; chosen on garments blurred by 1 pixel in 512 (usable) and by 3 (not). */
    private static final double MOST_BLUR = 0.75;

    /** What is wrong first of all, in the order in which it is judged. */
    public enum Verdict {
        USABLE("The photo can be used.", ""),
        TOO_SMALL("The photo is too small to see details.", "Take the photo with the normal camera setting."),
        TOO_DARK("The photo is too dark.", "Retake the photo by a window or with the light on."),
        TOO_BRIGHT("The photo is too bright, details are lost.", "Retake the photo without flash or direct sun."),
        FLAT("Hardly anything can be seen on the photo.", "Wipe the lens and retake the photo of the item."),
        BLURRED("The photo is blurred.", "Hold still, tap on the item to focus, and retake the photo.");

        private final String words;
        private final String nextStep;

        Verdict(String words, String nextStep) {
            this.words = words;
            this.nextStep = nextStep;
        }

        public String words() {
            return words;
        }

        /** Empty for a usable photo. */
        public String nextStep() {
            return nextStep;
        }
    }

    /**
     * @param dark brightness that 5 % of the pixels stay below, {@code bright} that 5 % exceed, 0 to 255
     * @param clipped share of pixels that are pure black or white
     * @param blur 0 sharp to 1
     */
    public record Quality(Verdict verdict, int dark, int bright, double clipped, double blur) {
        public boolean usable() {
            return verdict == Verdict.USABLE;
        }
    }

    private QualityGate() {}

    public static Quality judge(Photo photo) {
        GrayImage image = photo.gray().within(SIDE);
        int[] counts = new int[256];
        for (byte pixel : image.pixels()) {
            counts[pixel & 0xff]++;
        }
        int dark = percentile(counts, 0.05, image.pixels().length);
        int bright = percentile(counts, 0.95, image.pixels().length);
        double clipped = (counts[0] + counts[1] + counts[254] + counts[255]) / (double) image.pixels().length;
        double blur = blur(image);
        Verdict verdict = Verdict.USABLE;
        if (Math.min(photo.sourceWidth(), photo.sourceHeight()) < SHORTEST_SIDE) {
            verdict = Verdict.TOO_SMALL;
        } else if (bright < 60) {
            verdict = Verdict.TOO_DARK;
        } else if (dark > 225 || (clipped > 0.5 && dark > 190)) {
            verdict = Verdict.TOO_BRIGHT;
        } else if (bright - dark < 18) {
            verdict = Verdict.FLAT;
        } else if (blur > MOST_BLUR) {
            verdict = Verdict.BLURRED;
        }
        return new Quality(verdict, dark, bright, clipped, blur);
    }

    private static int percentile(int[] counts, double share, int total) {
        int sum = 0;
        for (int value = 0; value < 256; value++) {
            sum += counts[value];
            if (sum >= share * total) {
                return value;
            }
        }
        return 255;
    }

    /**
     * How wide edges are, whatever their height: an edge that is sharp differs as much between neighbours as between pixels
     * {@value #LAG} apart, one of a width of {@value #LAG} or more differs by a {@value #LAG}th (widths of edges after Marziliano,
     * Dufaux, Winkler and Ebrahimi 2002, here from sums of squares, so that strong edges count and noise does not). In blocks; the
     * sharpest quarter of those with most structure counts, for a blurred background is no fault.
     */
    static double blur(GrayImage image) {
        int columns = image.width() / BLOCKS;
        int rows = image.height() / BLOCKS;
        if (columns < 2 * LAG || rows < 2 * LAG) {
            return 0;
        }
        double[] blurs = new double[BLOCKS * BLOCKS];
        double[] energies = new double[BLOCKS * BLOCKS];
        for (int block = 0; block < blurs.length; block++) {
            int left = block % BLOCKS * columns;
            int top = block / BLOCKS * rows;
            double[] across = differences(image, left, top, columns, rows, true);
            double[] down = differences(image, left, top, columns, rows, false);
            energies[block] = across[1] + down[1];
            double sharpness = LAG * (across[0] + down[0]) / (energies[block] + 1);
            blurs[block] = Math.clamp(1 - sharpness, 0, 1);
        }
        double[] sorted = energies.clone();
        Arrays.sort(sorted);
        double least = sorted[sorted.length * 5 / 8];
        double[] structured = IntStream.range(0, blurs.length)
                .filter(block -> energies[block] >= least)
                .mapToDouble(block -> blurs[block])
                .sorted()
                .toArray();
        return structured[structured.length / 4];
    }

    /** Sums of squared differences, between neighbours and between pixels {@link #LAG} apart; the noise of a camera left out. */
    private static double[] differences(GrayImage image, int left, int top, int columns, int rows, boolean across) {
        double near = 0;
        double far = 0;
        int lines = across ? rows : columns;
        int length = across ? columns : rows;
        for (int line = 0; line < lines; line++) {
            for (int i = LAG; i < length; i++) {
                int here = value(image, left, top, line, i, across);
                int neighbour = here - value(image, left, top, line, i - 1, across);
                int apart = here - value(image, left, top, line, i - LAG, across);
                near += Math.abs(neighbour) > NOISE ? neighbour * neighbour : 0;
                far += Math.abs(apart) > NOISE ? apart * apart : 0;
            }
        }
        return new double[] {near, far};
    }

    private static int value(GrayImage image, int left, int top, int line, int i, boolean across) {
        return across ? image.at(left + i, top + line) : image.at(left + line, top + i);
    }
}
