package dev.tandem.returns.photo;

import java.util.Locale;
import java.util.Optional;

/** The kinds of photo that are taken, told by their first bytes. */
public enum PhotoType {
    JPEG("image/jpeg"),
    PNG("image/png"),
    WEBP("image/webp");

    private final String mediaType;

    PhotoType(String mediaType) {
        this.mediaType = mediaType;
    }

    public String mediaType() {
        return mediaType;
    }

    public static Optional<PhotoType> ofMediaType(String mediaType) {
        for (PhotoType type : values()) {
            if (type.mediaType.equalsIgnoreCase(mediaType)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** By the ending of a file's name; of a file of our own, or a partner's. */
    public static Optional<PhotoType> ofFileName(String name) {
        return switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
            case "jpg", "jpeg" -> Optional.of(JPEG);
            case "png" -> Optional.of(PNG);
            case "webp" -> Optional.of(WEBP);
            default -> Optional.empty();
        };
    }

    /** What the bytes are, whatever they were said to be. */
    static Optional<PhotoType> of(Bytes bytes) {
        if (bytes.startsWith(0, 0xff, 0xd8, 0xff)) {
            return Optional.of(JPEG);
        }
        if (bytes.startsWith(0, 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a)) {
            return Optional.of(PNG);
        }
        return bytes.startsWith(0, 'R', 'I', 'F', 'F') && bytes.startsWith(8, 'W', 'E', 'B', 'P')
                ? Optional.of(WEBP)
                : Optional.empty();
    }
}
