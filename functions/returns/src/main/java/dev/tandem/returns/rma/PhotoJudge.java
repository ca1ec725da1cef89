package dev.tandem.returns.rma;

import dev.tandem.returns.photo.CheckResult;
import dev.tandem.returns.photo.Photo;
import dev.tandem.returns.photo.PhotoChecks;
import dev.tandem.returns.photo.PhotoDecoder;
import dev.tandem.returns.photo.PhotoException;
import dev.tandem.returns.photo.PhotoType;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.Gtin;
import dev.tandem.returns.photo.tag.TagReader;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Reason;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges photos and says what follows. A photo that cannot be judged is asked for again. A code that is not found, or one of another item,
 * is asked for again once; after that staff look at the one and the other is a ground to reject, unless the wrong item is what the shopper
 * complains of. A recycled photo or one older than the delivery goes to staff. That the item looks alike proves nothing against anybody.
 */
public final class PhotoJudge implements PhotoInspector {
    /** Where photos and what is remembered of them are kept. */
    public interface Store {
        /** Empty when it was not uploaded, or its time is over. */
        Optional<byte[]> read(String key);
    }

    /** What is remembered of the photos of returns. */
    public interface Index {
        EarlierPhotos without(String returnId);

        void put(String returnId, String photoId, PhotoFingerprint fingerprint);
    }

    private final Store store;
    private final Index index;
    private final PhotoChecks checks = new PhotoChecks(new TagReader());

    public PhotoJudge(Store store, Index index) {
        this.store = store;
        this.index = index;
    }

    @Override
    public Inspection inspect(Return rma) {
        List<PhotoCheck> found = new ArrayList<>();
        Map<PhotoSlot, Photo> photos = new LinkedHashMap<>();
        for (PhotoSlot slot : rma.photos()) {
            store.read(slot.key(rma.returnId())).ifPresent(file -> {
                try {
                    photos.put(
                            slot,
                            PhotoDecoder.decode(
                                    file,
                                    PhotoType.ofMediaType(slot.contentType()).orElseThrow()));
                } catch (PhotoException e) {
                    found.add(new PhotoCheck(
                            slot.photoId(),
                            "decode",
                            Outcome.REVIEW,
                            true,
                            "A photo could not be read.",
                            e.fault().words()));
                }
            });
        }
        EarlierPhotos earlier = index.without(rma.returnId());
        Set<String> unusable = new HashSet<>();
        Map<String, PhotoFingerprint> fingerprints = new LinkedHashMap<>();
        for (ReturnLine line : rma.lines()) {
            List<PhotoSlot> slots = photos.keySet().stream()
                    .filter(slot -> slot.lineId() == null || slot.lineId().equals(line.lineId()))
                    .toList();
            if (slots.isEmpty()) {
                continue;
            }
            PhotoChecks.Findings findings =
                    checks.check(slots.stream().map(photos::get).toList(), expectation(line), earlier);
            for (CheckResult result : findings.results()) {
                @Nullable
                String photoId =
                        result.photo() < 0 ? null : slots.get(result.photo()).photoId();
                PhotoCheck check = meaning(rma, line, result, photoId);
                if (result.check() == CheckResult.Check.QUALITY && check != null && check.retake()) {
                    unusable.add(String.valueOf(photoId));
                }
                // A photo of several lines is judged with each; what is said of it is said once.
                if (check != null && !found.contains(check)) {
                    found.add(check);
                }
            }
            for (int i = 0; i < slots.size(); i++) {
                fingerprints.put(slots.get(i).photoId(), findings.fingerprints().get(i));
            }
        }
        return new Inspection(
                found,
                photos.size() - unusable.size(),
                () -> fingerprints.forEach((photoId, fingerprint) -> index.put(rma.returnId(), photoId, fingerprint)));
    }

    private static PhotoChecks.Expectation expectation(ReturnLine line) {
        Set<Gtin> gtins =
                Optional.ofNullable(line.gtin()).flatMap(Gtin::of).map(Set::of).orElse(Set.of());
        return new PhotoChecks.Expectation(
                new ExpectedCode(gtins, Set.of(line.sku())),
                null,
                line.deliveredAt() == null
                        ? null
                        : line.deliveredAt().atOffset(ZoneOffset.UTC).toLocalDate());
    }

    /** What a finding means for the return; null when it means nothing. */
    private static @Nullable PhotoCheck meaning(
            Return rma, ReturnLine line, CheckResult result, @Nullable String photoId) {
        boolean passed = result.outcome() == CheckResult.Outcome.PASSED;
        boolean failed = result.outcome() == CheckResult.Outcome.FAILED;
        boolean first = rma.decision() == null;
        return switch (result.check()) {
            case QUALITY -> check(result, photoId, "quality", passed ? Outcome.APPROVED : Outcome.REVIEW, !passed);
            case TAG_CODE -> {
                if (failed && line.reason() == Reason.WRONG_ITEM) {
                    yield new PhotoCheck(
                            photoId,
                            "tag-code",
                            Outcome.APPROVED,
                            false,
                            "The tag is of another item, as you said.",
                            null);
                }
                Outcome again = failed && !first ? Outcome.REJECTED : Outcome.REVIEW;
                yield check(result, photoId, "tag-code", passed ? Outcome.APPROVED : again, !passed && first);
            }
            case SAME_ITEM -> passed ? check(result, photoId, "same-item", Outcome.APPROVED, false) : null;
            case NEW_PHOTO -> check(result, photoId, "new-photo", passed ? Outcome.APPROVED : Outcome.REVIEW, false);
            case CAPTURE_TIME ->
                passed || failed
                        ? check(result, photoId, "capture-time", passed ? Outcome.APPROVED : Outcome.REVIEW, false)
                        : null;
        };
    }

    private static PhotoCheck check(
            CheckResult result, @Nullable String photoId, String name, Outcome outcome, boolean retake) {
        return new PhotoCheck(
                photoId,
                name,
                outcome,
                retake,
                result.words(),
                outcome == Outcome.APPROVED || result.nextStep().isEmpty() ? null : result.nextStep());
    }
}
