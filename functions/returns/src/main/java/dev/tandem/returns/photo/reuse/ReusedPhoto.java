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
    private static final int ALIGNMENTS = 4;

    /** What is needed of a photo to ask whether it was there before; computed once, asked as often as is needed. */
    public static final class Question {
        private final PhotoFingerprint fingerprint;
        private final Set<String> keys;
        private final View straight;
        private final View mirror;

        private Question(Photo photo) {
            GrayImage image = PhotoFingerprint.prepared(photo);
            GrayImage mirrored = image.mirrored();
            LocalFeatures mirroredFeatures = LocalFeatures.of(mirrored);
            fingerprint = PhotoFingerprint.of(image, photo.taken());
            keys = PhotoFingerprint.keysOfAllViews(image, fingerprint.features(), mirroredFeatures);
            straight = View.of(image, fingerprint.features());
            mirror = View.of(mirrored, mirroredFeatures);
        }

        public static Question of(Photo photo) {
            return new Question(photo);
        }

        public PhotoFingerprint fingerprint() {
            return fingerprint;
        }
    }

    /**
     * Looks up candidates by at most 100 keys and compares at most {@value #MOST_CANDIDATES} of them in detail.
     *
     * @return the most alike, if it is the same photo
     */
    public static Optional<ReusedPhoto> of(Question photo, EarlierPhotos earlier) {
        return closest(photo, earlier).filter(ReusedPhoto::same);
    }

    /** The most alike of the candidates, be it the same or not. */
    public static Optional<ReusedPhoto> closest(Question photo, EarlierPhotos earlier) {
        List<String> candidates = earlier.sharing(photo.keys).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MOST_CANDIDATES)
                .map(Map.Entry::getKey)
                .toList();
        Optional<ReusedPhoto> best = Optional.empty();
        for (String id : candidates) {
            Optional<ReusedPhoto> reuse = earlier.fingerprint(id).map(known -> compare(id, known, photo));
            if (reuse.isPresent() && (best.isEmpty() || best.get().likeness < reuse.get().likeness)) {
                best = reuse;
            }
            if (best.isPresent() && best.get().likeness >= CERTAIN) {
                break;
            }
        }
        return best;
    }

    /**
     * Whether a photo is this one, whole, in any of the eight ways. Not a part of it: a book or a box on a table looks like a part of its
     * own picture.
     */
    public static boolean isWhole(Question photo, PhotoFingerprint known) {
        return wholeOnWhole(known, Overlay.details(known.thumbnail()), photo) >= LEAST_LIKENESS;
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

    private static ReusedPhoto compare(String id, PhotoFingerprint known, Question photo) {
        GrayImage to = known.thumbnail();
        float[] toDetails = Overlay.details(to);
        double likeness = wholeOnWhole(known, toDetails, photo);
        int inliers = 0;
        for (View view : List.of(photo.straight, photo.mirror)) {
            if (likeness >= CERTAIN) {
                break;
            }
            boolean first = true;
            for (Alignment alignment : Alignment.several(view.features, known.features(), ALIGNMENTS)) {
                inliers = Math.max(inliers, alignment.inliers());
                double[] map = Overlay.scaled(
                        alignment,
                        (double) view.thumbnail.width() / view.features.width(),
                        (double) to.width() / known.features().width());
                if (alignment.inliers() >= LEAST_INLIERS
                        && likeness < CERTAIN
                        && (first
                                || Overlay.correlation(view.thumbnail, view.details, to, toDetails, map) > PROMISING)) {
                    likeness = Math.max(likeness, Overlay.refined(view.thumbnail, view.details, to, toDetails, map));
                }
                first = false;
            }
        }
        return new ReusedPhoto(id, likeness, inliers);
    }

    /** The best likeness of all of one picture to all of the other. */
    private static double wholeOnWhole(PhotoFingerprint known, float[] toDetails, Question photo) {
        GrayImage to = known.thumbnail();
        double likeness = -1;
        for (View view : List.of(photo.straight, photo.mirror)) {
            for (int quarter = 0; quarter < 4 && likeness < CERTAIN; quarter++) {
                double[] map = wholeOnWhole(view.thumbnail, to, quarter);
                if (Overlay.correlation(view.thumbnail, view.details, to, toDetails, map) > PROMISING) {
                    likeness = Math.max(likeness, Overlay.refined(view.thumbnail, view.details, to, toDetails, map));
                }
            }
        }
        return likeness;
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
