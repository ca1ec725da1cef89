package dev.tandem.returns.photo;

import dev.tandem.returns.photo.CheckResult.Check;
import dev.tandem.returns.photo.CheckResult.Outcome;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import dev.tandem.returns.photo.reuse.ReusedPhoto;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.TagReader;
import dev.tandem.returns.photo.tag.TagReading;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All checks of the photos of one line of a return. They find facts; what follows from them is for the policy. Not safe for
 * use by several threads.
 */
public final class PhotoChecks {
    private final TagReader tagReader;

    public PhotoChecks(TagReader tagReader) {
        this.tagReader = tagReader;
    }

    /**
     * What the photos should show.
     *
     * @param catalogue photos of the item in the catalogue; often none
     * @param delivered the day; null where it is not known
     */
    public record Expectation(
            ExpectedCode code,
            List<PhotoFingerprint> catalogue,
            @Nullable LocalDate delivered) {}

    /** A photo with what is true of it whatever it should show; looked at once for all lines of a return. */
    public record Seen(
            Photo photo, QualityGate.Quality quality, ReusedPhoto.Question question, Optional<ReusedPhoto> reused) {
        public PhotoFingerprint fingerprint() {
            return question.fingerprint();
        }
    }

    /** @param earlier the photos of other returns; those of this one must not be among them */
    public static Seen look(Photo photo, EarlierPhotos earlier) {
        ReusedPhoto.Question question = ReusedPhoto.Question.of(photo);
        return new Seen(photo, QualityGate.judge(photo), question, ReusedPhoto.of(question, earlier));
    }

    /** @param tagTime that may go into looking for the code on one photo */
    public List<CheckResult> check(List<Seen> photos, Expectation expectation, Duration tagTime) {
        List<CheckResult> results = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            results.add(quality(i, photos.get(i).quality()));
        }
        results.add(tagCode(photos, expectation.code(), tagTime));
        boolean[] fromCatalogue = new boolean[photos.size()];
        for (int i = 0; i < fromCatalogue.length; i++) {
            ReusedPhoto.Question question = photos.get(i).question();
            fromCatalogue[i] = expectation.catalogue().stream().anyMatch(known -> ReusedPhoto.isWhole(question, known));
        }
        results.add(sameItem(photos, fromCatalogue, expectation.catalogue()));
        for (int i = 0; i < photos.size(); i++) {
            results.add(newPhoto(i, photos.get(i).reused(), fromCatalogue[i]));
            results.add(captureTime(i, photos.get(i).photo(), expectation.delivered()));
        }
        return results;
    }

    private static CheckResult quality(int number, QualityGate.Quality quality) {
        return new CheckResult(
                Check.QUALITY,
                quality.usable() ? Outcome.PASSED : Outcome.UNKNOWN,
                number,
                quality.verdict().words(),
                quality.verdict().nextStep(),
                quality.toString());
    }

    /** The code on any photo counts; another code only when no photo shows the right one. */
    private CheckResult tagCode(List<Seen> photos, ExpectedCode code, Duration time) {
        int mismatched = -1;
        String other = "";
        for (int i = 0; i < photos.size(); i++) {
            switch (tagReader.read(photos.get(i).photo().gray(), code, time)) {
                case TagReading.Found found -> {
                    return new CheckResult(
                            Check.TAG_CODE, Outcome.PASSED, i, "The tag belongs to this item.", "", found.toString());
                }
                case TagReading.Mismatch mismatch -> {
                    mismatched = i;
                    other = mismatch.other().digits();
                }
                case TagReading.NotFound none -> {}
            }
        }
        if (mismatched >= 0) {
            return new CheckResult(
                    Check.TAG_CODE,
                    Outcome.FAILED,
                    mismatched,
                    "The tag on the photo shows the number " + other + ", which belongs to another item.",
                    "Check that you chose the right item, and send a photo of its own tag.",
                    other);
        }
        return new CheckResult(
                Check.TAG_CODE,
                Outcome.UNKNOWN,
                -1,
                "We could not read the code on the tag.",
                "Lay the tag flat, fill the photo with it, and retake the photo of the tag.",
                "");
    }

    /** A photo of the catalogue itself proves nothing: it shows what was sold and not what comes back. */
    private static CheckResult sameItem(List<Seen> photos, boolean[] fromCatalogue, List<PhotoFingerprint> catalogue) {
        int best = -1;
        String detail = "";
        for (int i = 0; i < photos.size() && best < 0; i++) {
            for (PhotoFingerprint known : fromCatalogue[i] ? List.<PhotoFingerprint>of() : catalogue) {
                ItemMatcher.Match match =
                        ItemMatcher.compare(photos.get(i).fingerprint().features(), known.features());
                if (match.supports()) {
                    best = i;
                    detail = match.toString();
                }
            }
        }
        return best >= 0
                ? new CheckResult(
                        Check.SAME_ITEM, Outcome.PASSED, best, "The item looks like the one you bought.", "", detail)
                : new CheckResult(
                        Check.SAME_ITEM, Outcome.UNKNOWN, -1, "The photos alone do not show which item it is.", "", "");
    }

    private static CheckResult newPhoto(int number, Optional<ReusedPhoto> reused, boolean fromCatalogue) {
        if (reused.isEmpty() && !fromCatalogue) {
            return new CheckResult(Check.NEW_PHOTO, Outcome.PASSED, number, "This photo is new.", "", "");
        }
        return new CheckResult(
                Check.NEW_PHOTO,
                Outcome.FAILED,
                number,
                fromCatalogue ? "This is the shop's own photo." : "This photo was already sent with another return.",
                "Take a new photo of the item as it is now.",
                fromCatalogue ? "catalogue" : reused.get().toString());
    }

    /** A camera's clock has no zone and may be wrong: a day more or less says nothing. */
    private static CheckResult captureTime(int number, Photo photo, @Nullable LocalDate delivered) {
        if (photo.taken() == null || delivered == null) {
            return new CheckResult(
                    Check.CAPTURE_TIME, Outcome.UNKNOWN, number, "The photo does not say when it was taken.", "", "");
        }
        String detail = "taken " + photo.taken() + ", delivered " + delivered;
        return photo.taken().toLocalDate().isBefore(delivered.minusDays(1))
                ? new CheckResult(
                        Check.CAPTURE_TIME,
                        Outcome.FAILED,
                        number,
                        "The photo was taken before the item was delivered.",
                        "Take a new photo of the item as it is now.",
                        detail)
                : new CheckResult(
                        Check.CAPTURE_TIME, Outcome.PASSED, number, "The photo was taken after delivery.", "", detail);
    }
}
