package dev.tandem.returns.rma;

import dev.tandem.commons.Ids;
import dev.tandem.commons.drops.UploadSignatures;
import dev.tandem.commons.http.UnprocessableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Signs the uploads of photos. */
public final class Uploads {
    static final Duration LIFETIME = Duration.ofMinutes(15);
    /** Photos show homes and hands; after this time they are gone. The bucket's rule says the same. */
    static final Duration KEPT = Duration.ofDays(60);
    /** With every photo taken again more than twice something else is wrong. */
    static final int MOST_SIGNED = 18;

    private final UploadSignatures signatures;
    private final SecureRandom random;

    Uploads(UploadSignatures signatures, SecureRandom random) {
        this.signatures = signatures;
        this.random = random;
    }

    /** One upload: PUT the file to the URL with these headers before the time given. */
    public record Upload(String photoId, String method, String url, Map<String, String> headers, Instant expiresAt) {}

    /** The return with the photos asked for, and where to put them. */
    record Signed(Return rma, List<Upload> uploads) {}

    Signed sign(Return rma, List<ReturnRequest.PhotoRequest> wanted, Instant now) {
        List<PhotoSlot> slots = new ArrayList<>(rma.photos());
        List<Upload> uploads = new ArrayList<>();
        for (ReturnRequest.PhotoRequest photo : wanted) {
            if (photo.lineId() != null && !rma.pieces().containsKey(photo.lineId())) {
                throw new UnprocessableException("LINE_UNKNOWN", "The return has no line " + photo.lineId() + ".");
            }
            if (photo.replaces() != null
                    && !slots.removeIf(slot -> slot.photoId().equals(photo.replaces()))) {
                throw new UnprocessableException("PHOTO_UNKNOWN", "The return has no photo " + photo.replaces() + ".");
            }
            PhotoSlot slot = new PhotoSlot(
                    Ids.next(now.toEpochMilli(), random),
                    photo.subject(),
                    photo.lineId(),
                    photo.contentType(),
                    photo.sizeBytes(),
                    now);
            slots.add(slot);
            UploadSignatures.Signed signed = signatures.sign(
                    new UploadSignatures.Upload(
                            slot.key(rma.returnId()),
                            photo.contentType(),
                            photo.sizeBytes(),
                            photo.md5(),
                            Map.of("delete-after", now.plus(KEPT).toString())),
                    LIFETIME);
            uploads.add(new Upload(slot.photoId(), "PUT", signed.url(), signed.headers(), now.plus(LIFETIME)));
        }
        int asked = rma.photosAsked() + wanted.size();
        if (slots.size() > ReturnRequest.MOST_PHOTOS || asked > MOST_SIGNED) {
            throw new UnprocessableException(
                    "TOO_MANY_PHOTOS",
                    "A return has up to " + ReturnRequest.MOST_PHOTOS + " photos, and " + MOST_SIGNED
                            + " uploads in all; name the photo that a new one replaces.");
        }
        return new Signed(rma.asking(slots, asked), uploads);
    }
}
