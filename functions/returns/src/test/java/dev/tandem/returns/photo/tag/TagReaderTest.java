package dev.tandem.returns.photo.tag;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.Pictures;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TagReaderTest {
    private static final String CODE = "4006381333931";
    /** Same maker, next article: the last digits differ. */
    private static final String NEIGHBOUR = "4006381333948";
    /** The clock stands still, so that a loaded machine does not cut the search. */
    private final TagReader reader = new TagReader(() -> 0);

    @Test
    void findsTheExpectedCodeAndNamesAnother() {
        GrayImage tag =
                Pictures.photo(Pictures.tag(CODE, BarcodeFormat.EAN_13, 1)).gray();

        assertThat(reader.read(tag, ExpectedCode.of(CODE))).isInstanceOf(TagReading.Found.class);
        assertThat(reader.read(tag, ExpectedCode.of(NEIGHBOUR)))
                .isEqualTo(new TagReading.Mismatch(Gtin.of(CODE).orElseThrow()));
    }

    @Test
    void findsTheNumberInAQrCode() {
        GrayImage link = qr("https://id.example.com/01/0" + CODE + "?10=A1");

        assertThat(reader.read(link, ExpectedCode.of(CODE))).isInstanceOf(TagReading.Found.class);
        assertThat(reader.read(link, ExpectedCode.of(NEIGHBOUR))).isInstanceOf(TagReading.Mismatch.class);
        assertThat(reader.read(qr("https://shop.example.com/spring"), ExpectedCode.of(CODE)))
                .isEqualTo(new TagReading.NotFound(false));
        assertThat(reader.read(
                        qr("https://shop.example.com/spring"), ExpectedCode.of("https://shop.example.com/spring")))
                .isInstanceOf(TagReading.Found.class);
    }

    @Test
    void codesOfEightDigitsNeverCount() {
        GrayImage tag =
                Pictures.photo(Pictures.tag("96385074", BarcodeFormat.EAN_8, 1)).gray();

        assertThat(reader.read(tag, ExpectedCode.of(CODE))).isEqualTo(new TagReading.NotFound(false));
        assertThat(Gtin.of("96385074")).isEmpty();
    }

    @Test
    void readsBarsAtAnyAngle() {
        GrayImage tag =
                Pictures.photo(Pictures.tag(CODE, BarcodeFormat.EAN_13, 2)).gray();

        for (int degrees = 10; degrees < 360; degrees += 70) {
            assertThat(reader.read(tag.rotated(degrees), ExpectedCode.of(CODE)))
                    .as("%s degrees", degrees)
                    .isInstanceOf(TagReading.Found.class);
        }
    }

    /** Bars so blurred that no threshold parts them: the template still tells the code, and tells it from its neighbours. */
    @Test
    void confirmsBlurredBarsAndNoNeighbour() {
        GrayImage tag =
                Pictures.photo(Pictures.tag(CODE, BarcodeFormat.EAN_13, 3)).gray();
        GrayImage blurred = tag.scaled(0.4).scaled(1 / 0.4);

        assertThat(ZxingCodes.bars(blurred, ZxingCodes.Threshold.BLOCKS)).isEmpty();
        assertThat(reader.read(blurred, ExpectedCode.of(CODE))).isInstanceOf(TagReading.Found.class);
        assertThat(reader.read(blurred, ExpectedCode.of(NEIGHBOUR))).isNotInstanceOf(TagReading.Found.class);
    }

    @Test
    void readsNothingIntoNoise() {
        Random random = new Random(5);
        byte[] noise = new byte[300 * 300];
        random.nextBytes(noise);

        assertThat(reader.read(new GrayImage(300, 300, noise), ExpectedCode.of(CODE)))
                .isEqualTo(new TagReading.NotFound(false));
    }

    @Test
    void endsWhenTimeIsUp() {
        AtomicLong now = new AtomicLong();
        TagReader hurried = new TagReader(() -> now.getAndAdd(400_000_000));

        assertThat(hurried.read(
                        new GrayImage(200, 200, new byte[40_000]), ExpectedCode.of(CODE), Duration.ofSeconds(1)))
                .isEqualTo(new TagReading.NotFound(true));
    }

    private static GrayImage qr(String text) {
        return Pictures.photo(Pictures.tag(text, BarcodeFormat.QR_CODE, 4)).gray();
    }
}
