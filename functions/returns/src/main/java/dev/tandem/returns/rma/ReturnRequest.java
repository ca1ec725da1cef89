package dev.tandem.returns.rma;

import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.policy.ReturnChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a shopper asks for. */
public record ReturnRequest(
        String orderId,
        ReturnChannel channel,
        List<Line> lines,
        @Nullable List<PhotoRequest> photos) {
    public static final int MOST_LINES = 20;
    public static final int MOST_PHOTOS = 6;

    /** @param sealed whether the seal is unbroken, of goods that have one */
    public record Line(
            String lineId,
            Integer quantity,
            Reason reason,
            @Nullable String comment,
            @Nullable Boolean sealed) {
        public Line {
            if (lineId == null || quantity == null || reason == null) {
                throw new IllegalArgumentException("lineId, quantity and reason are needed");
            }
            if (quantity < 1 || quantity > 10_000) {
                throw new IllegalArgumentException("quantity must be from 1 to 10000");
            }
            if (comment != null && (comment.isBlank() || comment.length() > 500)) {
                throw new IllegalArgumentException("comment takes 1 to 500 characters");
            }
        }
    }

    /**
     * A photo that the shopper wants to upload.
     *
     * @param md5 base64, of the file; when given, no other body is taken
     * @param replaces the photo that was taken again
     */
    public record PhotoRequest(
            PhotoSlot.Subject subject,
            @Nullable String lineId,
            String contentType,
            Long sizeBytes,
            @Nullable String md5,
            @Nullable String replaces) {
        static final long MOST_BYTES = 8L << 20;
        static final List<String> TYPES = List.of("image/jpeg", "image/png", "image/webp");
        private static final Pattern MD5 = Pattern.compile("[A-Za-z0-9+/]{22}==");

        public PhotoRequest {
            if (subject == null) {
                throw new IllegalArgumentException("subject must be tag, item or damage");
            }
            if (!TYPES.contains(contentType)) {
                throw new IllegalArgumentException("contentType must be one of " + TYPES);
            }
            if (sizeBytes == null || sizeBytes < 1 || sizeBytes > MOST_BYTES) {
                throw new IllegalArgumentException("sizeBytes must be from 1 to " + MOST_BYTES);
            }
            if (md5 != null && !MD5.matcher(md5).matches()) {
                throw new IllegalArgumentException("md5 must be the base64 of 16 bytes");
            }
        }
    }

    public ReturnRequest {
        if (orderId == null || channel == null) {
            throw new IllegalArgumentException("orderId and channel are needed");
        }
        if (lines == null
                || lines.isEmpty()
                || lines.size() > MOST_LINES
                || lines.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("lines takes 1 to " + MOST_LINES + " lines");
        }
        lines = List.copyOf(lines);
        Set<String> ids = new HashSet<>();
        for (Line line : lines) {
            if (!ids.add(line.lineId())) {
                throw new IllegalArgumentException("lines names " + line.lineId() + " twice");
            }
        }
        photos = photos(photos);
    }

    static List<PhotoRequest> photos(@Nullable List<PhotoRequest> photos) {
        if (photos == null) {
            return List.of();
        }
        if (photos.size() > MOST_PHOTOS || photos.stream().anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException("photos takes up to " + MOST_PHOTOS + " photos");
        }
        return List.copyOf(photos);
    }

    @Override
    public List<PhotoRequest> photos() {
        return photos == null ? List.of() : photos;
    }
}
