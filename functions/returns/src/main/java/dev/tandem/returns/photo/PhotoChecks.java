package dev.tandem.returns.photo;

import dev.tandem.returns.photo.CheckResult.Check;
import dev.tandem.returns.photo.CheckResult.Outcome;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import dev.tandem.returns.photo.reuse.ReusedPhoto;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.TagReader;
import dev.tandem.returns.photo.tag.TagReading;
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
     * @param catalogue photo of the item in the catalogue; null where there is none
     * @param delivered the day; null where it is not known
     */
    public record Expectation(
            ExpectedCode code,
            @Nullable Photo catalogue,
            @Nullable LocalDate delivered) {}

    /** @param fingerprints of the photos in their order, to be kept once the return goes on */
    public record Findings(List<CheckResult> results, List<PhotoFingerprint> fingerprints) {}

    /** @param earlier the photos of other returns; those of this one must not be among them */
    public Findings check(List<Photo> photos, Expectation expectation, EarlierPhotos earlier) {
        List<CheckResult> results = new ArrayList<>();
        for (int i = 0; i < photos.size(); i++) {
            results.add(quality(i, photos.get(i)));
        }
        results.add(tagCode(photos, expectation.code()));
        results.add(sameItem(photos, expectation.catalogue()));
        for (int i = 0; i < photos.size(); i++) {
            results.add(newPhoto(i, photos.get(i), earlier));
            results.add(captureTime(i, photos.get(i), expectation.delivered()));
        }
        return new Findings(results, photos.stream().map(PhotoFingerprint::of).toList());
    }

    private static CheckResult quality(int number, Photo photo) {
        QualityGate.Quality quality = QualityGate.judge(photo);
        return new CheckResult(
                Check.QUALITY,
                quality.usable() ? Outcome.PASSED : Outcome.UNKNOWN,
                number,
                quality.verdict().words(),
                quality.verdict().nextStep(),
                quality.toString());
    }

    /** The code on any photo counts; another code only when no photo shows the right one. */
    private CheckResult tagCode(List<Photo> photos, ExpectedCode code) {
        int mismatched = -1;
        String other = "";
        for (int i = 0; i < photos.size(); i++) {
            switch (tagReader.read(photos.get(i).gray(), code)) {
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

    private static CheckResult sameItem(List<Photo> photos, @Nullable Photo catalogue) {
        int best = -1;
        String detail = "";
        for (int i = 0; catalogue != null && i < photos.size() && best < 0; i++) {
            ItemMatcher.Match match = ItemMatcher.compare(photos.get(i).gray(), catalogue.gray());
            if (match.supports()) {
                best = i;
                detail = match.toString();
            }
        }
        return best >= 0
                ? new CheckResult(
                        Check.SAME_ITEM, Outcome.PASSED, best, "The item looks like the one you bought.", "", detail)
                : new CheckResult(
                        Check.SAME_ITEM, Outcome.UNKNOWN, -1, "The photos alone do not show which item it is.", "", "");
    }

    private static CheckResult newPhoto(int number, Photo photo, EarlierPhotos earlier) {
        Optional<ReusedPhoto> reused = ReusedPhoto.of(photo, earlier);
        return reused.isPresent()
                ? new CheckResult(
                        Check.NEW_PHOTO,
                        Outcome.FAILED,
                        number,
                        "This photo was already sent with another return.",
                        "Take a new photo of the item as it is now.",
                        reused.get().toString())
                : new CheckResult(Check.NEW_PHOTO, Outcome.PASSED, number, "This photo is new.", "", "");
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
