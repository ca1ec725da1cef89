package dev.tandem.returns.photo;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

/** Files that are made to hurt, each built and decoded: small ones that unfold, ones that were cut, ones that say they are others. */
class HostileFilesTest {
    private static final byte[] JPEG = Pictures.bytes(Pictures.scene(1, 120, 80), "jpeg");
    private static final byte[] PNG = Pictures.bytes(Pictures.scene(1, 120, 80), "png");
    /** 16 x 16 of one colour. */
    private static final byte[] WEBP = Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvD8ADEAcQERGIiP4HAA==");

    private static final long MEGABYTE = 1 << 20;

    private static Optional<PhotoFault> fault(byte[] file, PhotoType type) {
        try {
            PhotoDecoder.decode(file, type);
            return Optional.empty();
        } catch (PhotoException e) {
            return Optional.of(e.fault());
        }
    }

    /** What a call takes from the heap, whether or not it is given back. */
    private static long allocated(Runnable call) {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        call.run();
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    /** So many zeros as a zlib stream, a thousandth of the size. */
    private static byte[] zeros(long count) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(packed)) {
            byte[] block = new byte[1 << 16];
            for (long left = count; left > 0; left -= block.length) {
                out.write(block, 0, (int) Math.min(block.length, left));
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return packed.toByteArray();
    }

    private static byte[] chunk(String name, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length)
                .put(name.getBytes(StandardCharsets.US_ASCII))
                .put(content);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + content.length);
        return chunk.putInt((int) crc.getValue()).array();
    }

    /** A PNG in shades of grey. */
    private static byte[] png(int width, int height, int bits, byte[] more, byte[] pixels) {
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) bits)
                .array();
        return joined(
                Arrays.copyOf(PNG, 8), chunk("IHDR", header), more, chunk("IDAT", pixels), chunk("IEND", new byte[0]));
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    @Test
    void aPictureOfTooManyPixelsIsRefusedFromItsHeader() {
        // All of them whole and valid but for their size.
        byte[] png = png(12_000, 12_000, 1, new byte[0], zeros(12_000L * 1501));
        byte[] tall = png(16, 200_000, 1, new byte[0], zeros(200_000L * 3));
        byte[] jpeg = JPEG.clone();
        int frame = frame(jpeg);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65_500).putShort(frame + 7, (short) 65_500);
        assertThat(png).hasSizeLessThan(100_000);
        for (var bomb : Map.of(png, PhotoType.PNG, tall, PhotoType.PNG, jpeg, PhotoType.JPEG)
                .entrySet()) {
            assertThat(allocated(() -> assertThat(fault(bomb.getKey(), bomb.getValue()))
                            .contains(PhotoFault.PHOTO_TOO_MANY_PIXELS)))
                    .isLessThan(8 * MEGABYTE);
        }
    }

    @Test
    void whatALargePictureUnfoldsToIsBounded() {
        byte[] png = png(6000, 6000, 8, new byte[0], zeros(6000L * 6001));
        assertThat(png).hasSizeLessThan(100_000);

        long bytes = allocated(
                () -> assertThat(PhotoDecoder.decode(png, PhotoType.PNG).gray().longSide())
                        .isEqualTo(PhotoDecoder.LONG_SIDE));

        assertThat(bytes).isLessThan(300 * MEGABYTE);
    }

    @Test
    void moreDataThanThePictureNeedsIsNotUnfolded() {
        byte[] png = png(100, 100, 8, new byte[0], zeros(400 * MEGABYTE));
        assertThat(png).hasSizeLessThan(500_000);

        assertThat(allocated(() -> fault(png, PhotoType.PNG))).isLessThan(16 * MEGABYTE);
    }

    @Test
    void whatHidesBesideThePictureIsNotUnfolded() {
        byte[] zeros = zeros(300 * MEGABYTE);
        byte[] named = joined("name".getBytes(StandardCharsets.US_ASCII), new byte[2], zeros);
        byte[] international = joined("name".getBytes(StandardCharsets.US_ASCII), new byte[] {0, 1, 0, 0, 0}, zeros);
        for (byte[] hiding : List.of(
                chunk("zTXt", named), chunk("iCCP", named), chunk("iTXt", international), chunk("fdAT", zeros))) {
            byte[] png = png(100, 100, 8, hiding, zeros(100 * 101));
            assertThat(allocated(() -> assertThat(fault(png, PhotoType.PNG)).isEmpty()))
                    .isLessThan(16 * MEGABYTE);
        }
    }

    @Test
    void aFileThatKeepsADecoderBusyIsRefused() {
        int frame = frame(JPEG);
        int scan = JPEG.length;
        for (int i = frame; i < JPEG.length - 1; i++) {
            if (JPEG[i] == -1 && JPEG[i + 1] == (byte) 0xda) {
                scan = i;
                break;
            }
        }
        byte[] again = Arrays.copyOfRange(JPEG, scan, JPEG.length - 2);
        byte[][] parts = new byte[1002][];
        Arrays.fill(parts, again);
        parts[0] = Arrays.copyOf(JPEG, scan);
        parts[1001] = new byte[] {-1, (byte) 0xd9};

        assertThat(fault(joined(parts), PhotoType.JPEG)).contains(PhotoFault.PHOTO_DAMAGED);
    }

    @Test
    void aFileThatWasCutAnywhereIsNoPhoto() {
        Map.of(JPEG, PhotoType.JPEG, PNG, PhotoType.PNG, WEBP, PhotoType.WEBP).forEach((file, type) -> {
            assertThat(fault(file, type)).as("whole " + type).isEmpty();
            int step = Math.max(1, file.length / 200);
            for (int length = 0; length < file.length; length += step) {
                assertThat(fault(Arrays.copyOf(file, length), type))
                        .as(type + " cut at " + length)
                        .isPresent();
            }
            assertThat(fault(Arrays.copyOf(file, file.length - 1), type))
                    .as(type + " without its last byte")
                    .isPresent();
        });
    }

    @Test
    void aFileThatSaysItIsAnotherIsRefused() {
        Map<PhotoType, byte[]> files = Map.of(PhotoType.JPEG, JPEG, PhotoType.PNG, PNG, PhotoType.WEBP, WEBP);
        files.forEach((is, file) -> EnumSet.complementOf(EnumSet.of(is))
                .forEach(said ->
                        assertThat(fault(file, said)).as(is + " as " + said).contains(PhotoFault.PHOTO_TYPE_MISMATCH)));
        byte[] gif = Pictures.bytes(new BufferedImage(50, 50, BufferedImage.TYPE_BYTE_GRAY), "gif");
        byte[] bmp = Pictures.bytes(new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB), "bmp");
        byte[] tiff = Pictures.bytes(new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB), "tiff");
        assertThat(List.of(gif.length, bmp.length, tiff.length)).doesNotContain(0);
        List<byte[]> others = List.of(
                gif,
                bmp,
                tiff,
                "<svg xmlns='http://www.w3.org/2000/svg'/>".getBytes(StandardCharsets.UTF_8),
                "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8),
                "%PDF-1.7".getBytes(StandardCharsets.US_ASCII),
                "PK\3\4 a zip".getBytes(StandardCharsets.US_ASCII),
                "\0\0\0\30ftypheic".getBytes(StandardCharsets.US_ASCII),
                "RIFF\10\0\0\0WAVE".getBytes(StandardCharsets.US_ASCII),
                joined("MZ".getBytes(StandardCharsets.US_ASCII), JPEG));
        for (PhotoType said : PhotoType.values()) {
            for (byte[] file : others) {
                assertThat(fault(file, said)).contains(PhotoFault.PHOTO_TYPE_UNKNOWN);
            }
        }
    }

    /** Where the marker of the frame, which has the size, is. */
    private static int frame(byte[] jpeg) {
        for (int i = 0; i < jpeg.length - 1; i++) {
            if (jpeg[i] == -1 && jpeg[i + 1] == (byte) 0xc0) {
                return i;
            }
        }
        throw new IllegalArgumentException("no frame");
    }
}
