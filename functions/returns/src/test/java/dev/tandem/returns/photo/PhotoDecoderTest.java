package dev.tandem.returns.photo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class PhotoDecoderTest {
    private static final byte[] JPEG = Pictures.bytes(Pictures.scene(1, 120, 80), "jpeg");
    private static final byte[] PNG = Pictures.bytes(Pictures.scene(1, 120, 80), "png");
    /** 16 x 16 of one colour, lossless: codes of one symbol, so that no pixel takes a bit. */
    private static final byte[] WEBP =
            webp(chunk("VP8L", new byte[] {0x2f, 0x0f, -64, 3, 0x10, 7, 0x10, 0x11, 0x11, -120, -120, -2, 7}));

    @Test
    void decodesWhatIsWhole() {
        Photo jpeg = PhotoDecoder.decode(JPEG, PhotoType.JPEG);
        Photo png = PhotoDecoder.decode(PNG, PhotoType.PNG);

        assertThat(List.of(jpeg.gray().width(), jpeg.gray().height())).isEqualTo(List.of(120, 80));
        assertThat(png.rgb()).isEqualTo(PhotoDecoder.decode(PNG, PhotoType.PNG).rgb());
        assertThat(jpeg.taken()).isNull();
        assertThat(PhotoDecoder.decode(WEBP, PhotoType.WEBP).gray().width()).isEqualTo(16);
    }

    @Test
    void shrinksLargePhotosToABoundedSize() {
        Photo photo = PhotoDecoder.decode(
                Pictures.bytes(new BufferedImage(6000, 1500, BufferedImage.TYPE_BYTE_GRAY), "png"), PhotoType.PNG);

        assertThat(photo.gray().width()).isEqualTo(PhotoDecoder.LONG_SIDE);
        assertThat(photo.gray().height()).isEqualTo(600);
        assertThat(photo.sourceWidth()).isEqualTo(6000);
    }

    @Test
    void namesWhatIsWrong() {
        assertThat(fault(new byte[0], PhotoType.PNG)).isEqualTo(PhotoFault.PHOTO_EMPTY);
        assertThat(fault(new byte[9_000_000], PhotoType.PNG)).isEqualTo(PhotoFault.PHOTO_TOO_LARGE);
        assertThat(fault(PNG, PhotoType.JPEG)).isEqualTo(PhotoFault.PHOTO_TYPE_MISMATCH);
        assertThat(fault("<svg/>".getBytes(StandardCharsets.UTF_8), PhotoType.PNG))
                .isEqualTo(PhotoFault.PHOTO_TYPE_UNKNOWN);
        assertThat(fault(Arrays.copyOf(JPEG, JPEG.length / 2), PhotoType.JPEG)).isEqualTo(PhotoFault.PHOTO_DAMAGED);
        assertThat(fault(Arrays.copyOf(PNG, PNG.length - 20), PhotoType.PNG)).isEqualTo(PhotoFault.PHOTO_DAMAGED);
        assertThat(fault(webp(chunk("VP8X", new byte[] {2, 0, 0, 0, 63, 0, 0, 63, 0, 0})), PhotoType.WEBP))
                .isEqualTo(PhotoFault.PHOTO_ANIMATED);
    }

    @Test
    void refusesABombBeforeItUnfolds() {
        byte[] bomb = PNG.clone();
        ByteBuffer.wrap(bomb).putInt(16, 60_000).putInt(20, 60_000);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb).putInt(29, (int) crc.getValue());

        assertThat(fault(bomb, PhotoType.PNG)).isEqualTo(PhotoFault.PHOTO_TOO_MANY_PIXELS);
        assertThat(fault(webp(chunk("VP8L", new byte[] {0x2f, -1, -1, -1, 0x0f})), PhotoType.WEBP))
                .isEqualTo(PhotoFault.PHOTO_TOO_MANY_PIXELS);
    }

    @Test
    void turnsThePhotoUprightAndReadsWhenItWasTaken() {
        Photo photo = PhotoDecoder.decode(withExif(JPEG, 6, "2026:03:01 10:20:30"), PhotoType.JPEG);
        GrayImage plain = PhotoDecoder.decode(JPEG, PhotoType.JPEG).gray();

        assertThat(photo.taken()).isEqualTo(LocalDateTime.of(2026, 3, 1, 10, 20, 30));
        assertThat(photo.gray().pixels()).isEqualTo(plain.turned().pixels());
        assertThat(PhotoDecoder.decode(withExif(JPEG, 2, "not a time at all.."), PhotoType.JPEG)
                        .gray()
                        .pixels())
                .isEqualTo(plain.mirrored().pixels());
        assertThat(PhotoDecoder.decode(withExif(JPEG, 7, "2026:03:01 10:20:30"), PhotoType.JPEG)
                        .gray()
                        .pixels())
                .isEqualTo(plain.mirrored().turned().pixels());
    }

    /** Whatever is done to a file, the answer is a photo or a fault of the list: no other exception, no hang, no end of memory. */
    @Test
    void mutatedFilesNeverSurprise() {
        Random random = new Random(4);
        List<byte[]> files = List.of(JPEG, PNG, WEBP, withExif(JPEG, 6, "2026:03:01 10:20:30"));
        PhotoType[] types = {PhotoType.JPEG, PhotoType.PNG, PhotoType.WEBP, PhotoType.JPEG};
        int decoded = 0;
        for (int round = 0; round < 1200; round++) {
            int which = round % files.size();
            byte[] mutated = mutated(files.get(which), random);
            try {
                Photo photo = PhotoDecoder.decode(mutated, types[which]);
                assertThat(photo.gray().longSide()).isLessThanOrEqualTo(PhotoDecoder.LONG_SIDE);
                decoded++;
            } catch (PhotoException e) {
                assertThat(e.fault()).isNotNull();
            }
        }
        assertThat(decoded).isBetween(50, 1150);
    }

    private static byte[] mutated(byte[] file, Random random) {
        byte[] result = file.clone();
        int head = Math.min(result.length, 200);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextBoolean() ? random.nextInt(head) : random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] = (byte) random.nextInt(256);
                case 1 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> Arrays.fill(result, at, Math.min(result.length, at + 1 + random.nextInt(8)), (byte) 0xff);
                default -> {
                    int from = random.nextInt(result.length);
                    int length = Math.min(random.nextInt(30), result.length - Math.max(at, from));
                    System.arraycopy(result, from, result, at, length);
                }
            }
        }
        return random.nextInt(5) == 0 ? Arrays.copyOf(result, random.nextInt(result.length) + 1) : result;
    }

    private static PhotoFault fault(byte[] file, PhotoType type) {
        return catchThrowableOfType(PhotoException.class, () -> PhotoDecoder.decode(file, type))
                .fault();
    }

    private static byte[] withExif(byte[] jpeg, int orientation, String time) {
        ByteBuffer tiff = ByteBuffer.allocate(90).order(ByteOrder.LITTLE_ENDIAN);
        tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8);
        tiff.putShort((short) 2);
        tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation);
        tiff.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(40);
        tiff.position(40);
        tiff.putShort((short) 1);
        tiff.putShort((short) 0x9003).putShort((short) 2).putInt(20).putInt(60);
        tiff.position(60);
        tiff.put(time.getBytes(StandardCharsets.US_ASCII));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, 2);
        int length = 2 + 6 + tiff.capacity();
        out.writeBytes(new byte[] {-1, (byte) 0xe1, (byte) (length >> 8), (byte) length, 'E', 'x', 'i', 'f', 0, 0});
        out.writeBytes(tiff.array());
        out.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    private static byte[] chunk(String name, byte[] content) {
        ByteBuffer chunk =
                ByteBuffer.allocate(8 + content.length + (content.length & 1)).order(ByteOrder.LITTLE_ENDIAN);
        chunk.put(name.getBytes(StandardCharsets.US_ASCII))
                .putInt(content.length)
                .put(content);
        return chunk.array();
    }

    private static byte[] webp(byte[] chunk) {
        ByteBuffer file = ByteBuffer.allocate(12 + chunk.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(4 + chunk.length);
        file.put("WEBP".getBytes(StandardCharsets.US_ASCII)).put(chunk);
        return file.array();
    }
}
