package dev.tandem.returns.photo.reuse;

import dev.tandem.returns.photo.Alignment;
import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.LocalFeatures;
import dev.tandem.returns.photo.Photo;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A photo of an earlier return that a new one was made from: mirrored, turned, cropped, framed, written over or just sent again.
 *
 * @param id of the earlier photo
 * @param likeness correlation of the details when one is laid on the other, to 1
 * @param inliers local features that agree on how it lies; 0 where that was plain without them
 */
public record ReusedPhoto(String id, double likeness, int inliers) {
    private static final int MOST_CANDIDATES = 12;
    /** So alike that no other candidate needs a look. */
    private static final double CERTAIN = 0.85;

    private static final double LEAST_LIKENESS = 0.7;
    /** Fine patterns do not correlate well once they were turned and saved anew; then features have to agree in numbers. */
    private static final double LIKENESS_WITH_FEATURES = 0.5;

    private static final int MANY_INLIERS = 60;
    private static final double PROMISING = 0.3;
    private static final int LEAST_INLIERS = 5;

    /**
     * Looks up candidates by at most 100 keys and compares at most {@value #MOST_CANDIDATES} of them in detail.
     *
     * @return the most alike, if it is the same photo
     */
    public static Optional<ReusedPhoto> of(Photo photo, EarlierPhotos earlier) {
        return closest(photo, earlier).filter(ReusedPhoto::same);
    }

    /** The most alike of the candidates, be it the same or not. */
    public static Optional<ReusedPhoto> closest(Photo photo, EarlierPhotos earlier) {
        GrayImage image = PhotoFingerprint.prepared(photo);
        GrayImage mirrored = image.mirrored();
        LocalFeatures features = LocalFeatures.of(image);
        LocalFeatures mirroredFeatures = LocalFeatures.of(mirrored);
        Set<String> keys = PhotoFingerprint.keysOfAllViews(image, features, mirroredFeatures);
        List<String> candidates = earlier.sharing(keys).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CANDIDATES)
                .map(Map.Entry::getKey)
                .toList();
        View straight = View.of(image, features);
        View mirror = View.of(mirrored, mirroredFeatures);
        Optional<ReusedPhoto> best = Optional.empty();
        for (String id : candidates) {
            Optional<ReusedPhoto> reuse = earlier.fingerprint(id).map(known -> compare(id, known, straight, mirror));
            if (reuse.isPresent() && (best.isEmpty() || best.get().likeness < reuse.get().likeness)) {
                best = reuse;
            }
            if (best.isPresent() && best.get().likeness >= CERTAIN) {
                break;
            }
        }
        return best;
    }

    /** Whether it is the same photo, not just one like it. */
    public boolean same() {
        return likeness >= LEAST_LIKENESS || (likeness >= LIKENESS_WITH_FEATURES && inliers >= MANY_INLIERS);
    }

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record View(GrayImage thumbnail, float[] details, LocalFeatures features) {
        static View of(GrayImage image, LocalFeatures features) {
            GrayImage thumbnail = image.within(PhotoFingerprint.THUMBNAIL);
            return new View(thumbnail, Overlay.details(thumbnail), features);
        }
    }

    private static ReusedPhoto compare(String id, PhotoFingerprint known, View straight, View mirror) {
        GrayImage to = known.thumbnail();
        float[] toDetails = Overlay.details(to);
        double likeness = -1;
        int inliers = 0;
        for (View view : List.of(straight, mirror)) {
            for (int quarter = 0; quarter < 4 && likeness < CERTAIN; quarter++) {
                double[] map = wholeOnWhole(view.thumbnail, to, quarter);
                if (Overlay.correlation(view.thumbnail, view.details, to, toDetails, map) > PROMISING) {
                    likeness = Math.max(likeness, Overlay.refined(view.thumbnail, view.details, to, toDetails, map));
                }
            }
        }
        for (View view : List.of(straight, mirror)) {
            if (likeness >= CERTAIN) {
                break;
            }
            Alignment alignment = Alignment.of(view.features, known.features());
            inliers = Math.max(inliers, alignment.inliers());
            if (alignment.inliers() >= LEAST_INLIERS) {
                double[] map = Overlay.scaled(
                        alignment,
                        (double) view.thumbnail.width() / view.features.width(),
                        (double) to.width() / known.features().width());
                likeness = Math.max(likeness, Overlay.refined(view.thumbnail, view.details, to, toDetails, map));
            }
        }
        return new ReusedPhoto(id, likeness, inliers);
    }

    /** All of one picture on all of another, turned by quarters clockwise. */
    private static double[] wholeOnWhole(GrayImage from, GrayImage to, int quarter) {
        double width = to.width() - 1.0;
        double height = to.height() - 1.0;
        double fromWidth = from.width() - 1.0;
        double fromHeight = from.height() - 1.0;
        return switch (quarter) {
            case 0 -> new double[] {width / fromWidth, 0, 0, 0, height / fromHeight, 0};
            case 1 -> new double[] {0, -width / fromHeight, width, height / fromWidth, 0, 0};
            case 2 -> new double[] {-width / fromWidth, 0, width, 0, -height / fromHeight, height};
            default -> new double[] {0, width / fromHeight, 0, -height / fromWidth, 0, height};
        };
    }
}
