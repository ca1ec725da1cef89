package dev.tandem.returns.photo.tag;

import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.tag.ZxingCodes.Threshold;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Reads a hang tag in verify mode: a ladder of attempts, likely and cheap ones first, goes on until one of them reads the
 * expected code. What other valid code it meets is remembered and named only when the expected one was not found. Not safe
 * for use by several threads.
 */
public final class TagReader {
    /** Time for one photo. An attempt under way is finished, the longest take a tenth of a second or two. */
    public static final Duration TIME = Duration.ofMillis(700);

    private final LongSupplier nanoClock;
    private final BoofQr boofQr = new BoofQr();

    public TagReader() {
        this(System::nanoTime);
    }

    public TagReader(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Within {@link #TIME}. */
    public TagReading read(GrayImage image, ExpectedCode expected) {
        return read(image, expected, TIME);
    }

    public TagReading read(GrayImage image, ExpectedCode expected, Duration time) {
        Search search = new Search(expected, nanoClock, time.toNanos());
        boolean bars = !expected.barCodes().isEmpty();
        GrayImage working = image.within(1200);
        if (bars) {
            search.attempt("bars", () -> bars(working, Threshold.BLOCKS));
        }
        search.attempt("qr", () -> qr(working, Threshold.BLOCKS));
        search.attempt("qr-half", () -> qr(working.scaled(0.5), Threshold.BLOCKS));
        if (bars) {
            regions(search, image, 640, 8, 0, 3);
        }
        search.attempt("qr-squares", () -> boofQr.read(working));
        if (bars) {
            regions(search, image, 640, 8, 3, 6);
            regions(search, image, 400, 10, 0, 3);
            if (image.longSide() > 800) {
                regions(search, image, 1000, 8, 0, 3);
            }
            barLadder(search, image, working);
        }
        qrLadder(search, image, working);
        return search.result();
    }

    /** Localise, rectify, then confirm by templates or read anew, for the regions of these ranks. */
    private void regions(Search search, GrayImage image, int side, int block, int from, int to) {
        if (search.over()) {
            return;
        }
        GrayImage small = image.within(side);
        double factor = (double) image.longSide() / small.longSide();
        List<BarVerifier> verifiers =
                search.expected().barCodes().stream().map(BarVerifier::new).toList();
        for (BarRegion found :
                BarFinder.find(small, block, to).stream().skip(from).toList()) {
            BarRegion region = found.scaled(factor);
            search.attempt("bars-rectified", () -> rectified(image, region));
            for (BarVerifier verifier : verifiers) {
                search.attempt(
                        "bars-template",
                        () -> !search.sawNeighbourOf(verifier.code())
                                        && verifier.judge(image, region).confirms()
                                ? List.of(new CodeRead(verifier.code(), false))
                                : List.of());
            }
        }
    }

    private static List<CodeRead> rectified(GrayImage image, BarRegion region) {
        int width = (int) Math.clamp(region.halfAcross() * 2 * (1 + ScanLines.BEYOND) * 2, 400, 1000);
        GrayImage upright = ScanLines.rectified(image, region, width, 48);
        return Stream.of(Threshold.BLOCKS, Threshold.HISTOGRAM)
                .flatMap(threshold -> bars(upright, threshold).stream())
                .toList();
    }

    private static void barLadder(Search search, GrayImage image, GrayImage working) {
        search.attempt("bars-histogram", () -> bars(working, Threshold.HISTOGRAM));
        if (image.longSide() <= 800) {
            search.attempt("bars-doubled", () -> bars(image.scaled(2), Threshold.HISTOGRAM));
        } else {
            search.attempt("bars-full", () -> bars(image, Threshold.HISTOGRAM));
        }
        search.attempt("bars-halved", () -> bars(working.scaled(0.5), Threshold.BLOCKS));
        search.attempt("bars-sauvola", () -> bars(Binary.sauvola(working, 12, 0.2), Threshold.HISTOGRAM));
        for (int degrees : new int[] {45, 20, -20}) {
            search.attempt("bars-turned", () -> bars(working.within(800).rotated(degrees), Threshold.HISTOGRAM));
        }
    }

    private void qrLadder(Search search, GrayImage image, GrayImage working) {
        search.attempt("qr-histogram", () -> qr(working, Threshold.HISTOGRAM));
        GrayImage padded = Binary.padded(working, Math.max(8, working.longSide() / 12));
        search.attempt("qr-padded", () -> qr(padded, Threshold.HISTOGRAM));
        search.attempt("qr-squares-padded", () -> boofQr.read(padded));
        if (image.longSide() <= 700) {
            GrayImage doubled = padded.scaled(2);
            search.attempt("qr-doubled", () -> qr(doubled, Threshold.BLOCKS));
            search.attempt("qr-squares-doubled", () -> boofQr.read(doubled));
        } else {
            search.attempt("qr-squares-full", () -> boofQr.read(image));
            search.attempt("qr-full", () -> qr(image, Threshold.BLOCKS));
        }
        GrayImage halved = padded.scaled(0.5);
        search.attempt("qr-halved", () -> qr(halved, Threshold.BLOCKS));
        search.attempt("qr-squares-halved", () -> boofQr.read(halved));
        search.attempt("qr-sauvola", () -> qr(Binary.sauvola(padded, 16, 0.2), Threshold.HISTOGRAM));
        search.attempt("qr-two-thirds", () -> qr(padded.scaled(0.66), Threshold.HISTOGRAM));
        search.attempt("qr-inverted", () -> qr(Binary.inverted(working), Threshold.BLOCKS));
        search.attempt("qr-third", () -> qr(padded.scaled(0.33), Threshold.HISTOGRAM));
        search.attempt("qr-turned", () -> qr(padded.within(700).rotated(45), Threshold.BLOCKS));
    }

    private static List<CodeRead> bars(GrayImage image, Threshold threshold) {
        return ZxingCodes.bars(image, threshold).stream().toList();
    }

    private static List<CodeRead> qr(GrayImage image, Threshold threshold) {
        return ZxingCodes.qr(image, threshold).stream().toList();
    }
}
