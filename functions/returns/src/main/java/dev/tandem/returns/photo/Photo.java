package dev.tandem.returns.photo;

import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A decoded photo, upright, its longer side at most {@link PhotoDecoder#LONG_SIDE} pixels.
 *
 * @param gray luma (ITU-R BT.601)
 * @param rgb {@code 0xRRGGBB}, as many as there are pixels in {@code gray}
 * @param sourceWidth pixels of the file before anything was shrunk or turned
 * @param taken the camera's clock at capture (EXIF {@code DateTimeOriginal}), which has no zone; null where the file does not say
 */
@SuppressWarnings("ArrayRecordComponent") // a photo is compared by nobody
public record Photo(
        GrayImage gray,
        int[] rgb,
        PhotoType type,
        int sourceWidth,
        int sourceHeight,
        @Nullable LocalDateTime taken) {

    /** A photo from pixels that are there already, as the benches render them. */
    public static Photo ofRgb(int width, int height, int[] rgb) {
        byte[] gray = new byte[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            gray[i] = (byte)
                    ((299 * (rgb[i] >> 16 & 0xff) + 587 * (rgb[i] >> 8 & 0xff) + 114 * (rgb[i] & 0xff) + 500) / 1000);
        }
        return new Photo(new GrayImage(width, height, gray), rgb, PhotoType.PNG, width, height, null);
    }
}
