package dev.tandem.returns.rma;

import dev.tandem.returns.opinion.SecondOpinion;
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
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges photos and says what follows. A photo that cannot be judged is asked for again. A code that is not found, or one of another item,
 * is asked for again once; after that staff look at the one and the other is a ground to reject, unless the wrong item is what the shopper
 * complains of. A recycled photo, one of the shop's own and one older than the delivery go to staff. That the item looks alike proves
 * nothing against anybody. A second opinion is asked for last, with the time that is left.
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

    /** The shop's photos of what it sells. */
    public interface Catalogue {
        Catalogue NONE = sku -> Map.of();

        /** Files by their names, which end in what they are; few, and empty where there are none or they cannot be had. */
        Map<String, byte[]> photos(String sku);
    }

    /** For all codes on all photos: a gateway waits for the answer. */
    private static final Duration TAGS_TIME = Duration.ofSeconds(8);
    /** After this the shopper gets an answer without a second opinion. */
    private static final Duration WHOLE_TIME = Duration.ofSeconds(20);

    private static final Duration OPINION_TIME = Duration.ofSeconds(8);

    /** Of a return: each takes time and memory to decode, and supports only. */
    private static final int ENOUGH_CATALOGUE_PHOTOS = 9;

    private static final Logger LOG = LoggerFactory.getLogger(PhotoJudge.class);

    private final Store store;
    private final Index index;
    private final Catalogue catalogue;
    private final SecondOpinion secondOpinion;
    private final PhotoChecks checks = new PhotoChecks(new TagReader());

    public PhotoJudge(Store store, Index index, Catalogue catalogue, SecondOpinion secondOpinion) {
        this.store = store;
        this.index = index;
        this.catalogue = catalogue;
        this.secondOpinion = secondOpinion;
    }

    /** A line of a return with the photos that show it. */
    private record Shown(ReturnLine line, List<String> photoIds, List<PhotoChecks.Seen> photos) {}

    @Override
    public Inspection inspect(Return rma) {
        long start = System.nanoTime();
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
        Map<PhotoSlot, PhotoChecks.Seen> seen = new LinkedHashMap<>();
        photos.forEach((slot, photo) -> seen.put(slot, PhotoChecks.look(photo, earlier)));
        List<Shown> shown = rma.lines().stream().map(line -> shown(line, seen)).toList();
        int searches = shown.stream().mapToInt(each -> each.photos.size()).sum();
        Set<String> unusable = new HashSet<>();
        Map<String, List<Photo>> catalogueOfLine = new HashMap<>();
        Set<String> again = new HashSet<>();
        for (Shown each : shown) {
            if (each.photos.isEmpty()) {
                continue;
            }
            int known = catalogueOfLine.values().stream().mapToInt(List::size).sum();
            List<Photo> own = known < ENOUGH_CATALOGUE_PHOTOS ? catalogue(each.line.sku()) : List.of();
            catalogueOfLine.put(each.line.lineId(), own);
            for (CheckResult result : checks.check(each.photos, expectation(each.line, own), tagTime(searches))) {
                @Nullable String photoId = result.photo() < 0 ? null : each.photoIds.get(result.photo());
                PhotoCheck check = meaning(rma, each.line, result, photoId);
                if (check == null) {
                    continue;
                }
                if (check.retake()) {
                    again.add(each.line.lineId());
                    if (result.check() == CheckResult.Check.QUALITY) {
                        unusable.add(String.valueOf(photoId));
                    }
                }
                // A photo of several lines is judged with each; what is said of it is said once.
                if (!found.contains(check)) {
                    found.add(check);
                }
            }
        }
        for (Shown each : shown) {
            Duration left = WHOLE_TIME.minusNanos(System.nanoTime() - start);
            // Photos that are taken again will be looked at then.
            if (!each.photos.isEmpty() && !again.contains(each.line.lineId()) && left.compareTo(OPINION_TIME) >= 0) {
                secondOpinion
                        .of(
                                new SecondOpinion.Item(
                                        each.line.name(),
                                        each.line.category(),
                                        each.line.reason().words()),
                                each.photos.stream()
                                        .map(PhotoChecks.Seen::photo)
                                        .toList(),
                                catalogueOfLine.getOrDefault(each.line.lineId(), List.of()),
                                OPINION_TIME)
                        .flatMap(opinion -> OpinionCheck.of(opinion, each.line))
                        .ifPresent(found::add);
            }
        }
        return new Inspection(
                found,
                photos.size() - unusable.size(),
                () -> seen.forEach((slot, photo) -> index.put(rma.returnId(), slot.photoId(), photo.fingerprint())));
    }

    private static Shown shown(ReturnLine line, Map<PhotoSlot, PhotoChecks.Seen> seen) {
        List<PhotoSlot> slots = seen.keySet().stream()
                .filter(slot -> slot.lineId() == null || slot.lineId().equals(line.lineId()))
                .toList();
        return new Shown(
                line,
                slots.stream().map(PhotoSlot::photoId).toList(),
                slots.stream().map(seen::get).toList());
    }

    private static Duration tagTime(int searches) {
        Duration each = TAGS_TIME.dividedBy(Math.max(1, searches));
        return each.compareTo(TagReader.TIME) < 0 ? each : TagReader.TIME;
    }

    private List<Photo> catalogue(String sku) {
        List<Photo> photos = new ArrayList<>();
        catalogue.photos(sku).forEach((name, file) -> {
            try {
                photos.add(PhotoDecoder.decode(file, PhotoType.ofFileName(name).orElseThrow()));
            } catch (PhotoException e) {
                LOG.warn("The catalogue photo {} is left out: {}", name, e.getMessage());
            }
        });
        return photos;
    }

    private static PhotoChecks.Expectation expectation(ReturnLine line, List<Photo> catalogue) {
        Set<Gtin> gtins =
                Optional.ofNullable(line.gtin()).flatMap(Gtin::of).map(Set::of).orElse(Set.of());
        return new PhotoChecks.Expectation(
                new ExpectedCode(gtins, Set.of(line.sku())),
                catalogue.stream().map(PhotoFingerprint::of).toList(),
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
