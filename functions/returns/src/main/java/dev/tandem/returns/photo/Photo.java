package dev.tandem.returns.photo;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDateTime;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;
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

    /** The pixels and nothing else as a JPEG, its longer side at most this long. */
    public byte[] jpeg(int longSide) {
        BufferedImage picture = new BufferedImage(gray.width(), gray.height(), BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, gray.width(), gray.height(), rgb, 0, gray.width());
        double factor = Math.min(1, (double) longSide / gray.longSide());
        int width = Math.max(1, (int) Math.round(gray.width() * factor));
        int height = Math.max(1, (int) Math.round(gray.height() * factor));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // Kept in memory: what a function writes to its disk outlives the call.
        try (MemoryCacheImageOutputStream bytes = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(small, "jpeg", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

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
