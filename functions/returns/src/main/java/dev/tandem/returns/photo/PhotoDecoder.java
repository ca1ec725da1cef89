package dev.tandem.returns.photo;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Takes a file of a stranger to a photo of bounded size, or says why not. The size comes from the header before anything is
 * decoded, so that a small file that unfolds into gigabytes never does; metadata are cut out before a decoder sees them.
 */
public final class PhotoDecoder {
    /** The longer side of what comes out, in pixels: enough for a bar code that fills a twentieth of a photo. */
    public static final int LONG_SIDE = 2400;

    public static final int MOST_BYTES = 8 * 1024 * 1024;
    private static final int LONGEST_SIDE = 12_000;
    private static final int SHORTEST_SIDE = 16;
    private static final long MOST_PIXELS = 50_000_000;
    /** Where the decoder holds all pixels at once, some of them several times. */
    private static final long MOST_PIXELS_HEAVY = 24_000_000;

    private PhotoDecoder() {}

    /**
     * @param declared the type that the file was sent as
     * @throws PhotoException for every file that is not a whole, single, reasonably sized photo of that type
     */
    public static Photo decode(byte[] file, PhotoType declared) {
        if (file.length == 0) {
            throw new PhotoException(PhotoFault.PHOTO_EMPTY, "no bytes");
        }
        if (file.length > MOST_BYTES) {
            throw new PhotoException(PhotoFault.PHOTO_TOO_LARGE, file.length + " bytes");
        }
        Bytes bytes = Bytes.of(file);
        PhotoType type = PhotoType.of(bytes)
                .orElseThrow(() -> new PhotoException(PhotoFault.PHOTO_TYPE_UNKNOWN, "unknown first bytes"));
        if (type != declared) {
            throw new PhotoException(PhotoFault.PHOTO_TYPE_MISMATCH, type + " declared as " + declared);
        }
        PhotoHeader header = PhotoHeader.read(type, bytes);
        checkSize(header);
        Exif exif = Exif.read(header.exif());
        BufferedImage picture = picture(type, header);
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] rgb = picture.getRGB(0, 0, width, height, null, 0, width);
        boolean onSide = exif.orientation() >= 5;
        Photo upright = Photo.ofRgb(
                onSide ? height : width, onSide ? width : height, upright(rgb, width, height, exif.orientation()));
        return new Photo(upright.gray(), upright.rgb(), type, header.width(), header.height(), exif.taken());
    }

    private static void checkSize(PhotoHeader header) {
        long pixels = (long) header.width() * header.height();
        if (header.width() > LONGEST_SIDE
                || header.height() > LONGEST_SIDE
                || pixels > (header.heavy() ? MOST_PIXELS_HEAVY : MOST_PIXELS)) {
            throw new PhotoException(
                    PhotoFault.PHOTO_TOO_MANY_PIXELS, header.width() + " x " + header.height() + " pixels");
        }
        if (header.width() < SHORTEST_SIDE || header.height() < SHORTEST_SIDE) {
            throw new PhotoException(PhotoFault.PHOTO_DAMAGED, header.width() + " x " + header.height() + " pixels");
        }
    }

    private static BufferedImage picture(PhotoType type, PhotoHeader header) {
        ImageReader reader = null;
        try (MemoryCacheImageInputStream input =
                new MemoryCacheImageInputStream(new ByteArrayInputStream(header.clean()))) {
            reader = reader(type);
            reader.setInput(input, true, true);
            if (reader.getWidth(0) != header.width() || reader.getHeight(0) != header.height()) {
                throw new PhotoException(PhotoFault.PHOTO_DAMAGED, "two sizes in one file");
            }
            ImageReadParam param = reader.getDefaultReadParam();
            // Half of the way by leaving out rows and columns, the rest by averaging, so that thin bars survive.
            int step = Math.max(1, Math.max(header.width(), header.height()) / (2 * LONG_SIDE));
            param.setSourceSubsampling(step, step, 0, 0);
            param.setSourceRegion(new Rectangle(header.width(), header.height()));
            return bounded(reader.read(0, param));
        } catch (IOException | RuntimeException e) {
            // The decoders of the JDK and of WebP throw what they like at a file that is not as it should be.
            throw e instanceof PhotoException known
                    ? known
                    : new PhotoException(PhotoFault.PHOTO_DAMAGED, "cannot be decoded", e);
        } finally {
            if (reader != null) {
                reader.dispose();
            }
        }
    }

    private static ImageReader reader(PhotoType type) throws IOException {
        return switch (type) {
            case JPEG -> ImageIO.getImageReadersByFormatName("jpeg").next();
            case PNG -> ImageIO.getImageReadersByFormatName("png").next();
            case WEBP -> new WebPImageReaderSpi().createReaderInstance(null);
        };
    }

    private static BufferedImage bounded(BufferedImage picture) {
        double factor = Math.min(1, (double) LONG_SIDE / Math.max(picture.getWidth(), picture.getHeight()));
        int width = Math.max(1, (int) Math.round(picture.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(picture.getHeight() * factor));
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = result.createGraphics();
        graphics.setColor(java.awt.Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return result;
    }

    /** Undoes the camera's orientation: 2 mirrored, 3 upside down, 4 flipped, 5 to 8 on a side. */
    private static int[] upright(int[] rgb, int width, int height, int orientation) {
        if (orientation == 1) {
            return rgb;
        }
        int newWidth = orientation >= 5 ? height : width;
        int[] result = new int[rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            int x = i % newWidth;
            int y = i / newWidth;
            int from = switch (orientation) {
                case 2 -> y * width + width - 1 - x;
                case 3 -> (height - 1 - y) * width + width - 1 - x;
                case 4 -> (height - 1 - y) * width + x;
                case 5 -> x * width + y;
                case 6 -> (height - 1 - x) * width + y;
                case 7 -> (height - 1 - x) * width + width - 1 - y;
                default -> x * width + width - 1 - y;
            };
            result[i] = rgb[from];
        }
        return result;
    }
}
