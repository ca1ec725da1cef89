package dev.tandem.returns.photo.reuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tandem.returns.photo.GrayImage;
import dev.tandem.returns.photo.Photo;
import dev.tandem.returns.photo.PhotoType;
import dev.tandem.returns.photo.Pictures;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReusedPhotoTest {
    private final Memory earlier = new Memory();

    @Test
    void knowsAPhotoAgainMirroredTurnedAndCropped() {
        for (int i = 0; i < 12; i++) {
            earlier.put(
                    "photo-" + i,
                    photo(Pictures.photo(Pictures.scene(i, 300, 400)).gray()));
        }
        GrayImage seven = Pictures.photo(Pictures.scene(7, 300, 400)).gray();

        for (GrayImage sent : new GrayImage[] {
            seven,
            seven.mirrored(),
            seven.turned(),
            seven.turned().turned().mirrored(),
            seven.scaled(0.6),
            seven.crop(20, 10, 270, 360),
            seven.mirrored().crop(5, 30, 270, 360),
            framed(seven, 30),
            seven.rotated(4).crop(20, 20, 280, 380)
        }) {
            assertThat(ReusedPhoto.of(asked(sent), earlier))
                    .map(ReusedPhoto::id)
                    .contains("photo-7");
        }
        assertThat(ReusedPhoto.of(
                        asked(Pictures.photo(Pictures.scene(99, 300, 400)).gray()), earlier))
                .isEmpty();
        assertThat(earlier.mostAsked).isLessThanOrEqualTo(100);
    }

    @Test
    void aFingerprintSurvivesItsBytesAndNothingElseDoes() {
        Photo photo = Pictures.photo(Pictures.scene(1, 200, 200));
        Photo dated =
                new Photo(photo.gray(), photo.rgb(), PhotoType.JPEG, 200, 200, LocalDateTime.of(2026, 1, 2, 3, 4, 5));
        PhotoFingerprint fingerprint = PhotoFingerprint.of(dated);

        PhotoFingerprint again = PhotoFingerprint.of(fingerprint.bytes());

        assertThat(again.bytes()).isEqualTo(fingerprint.bytes());
        assertThat(again.taken()).isEqualTo(dated.taken());
        assertThat(again.keys()).isEqualTo(fingerprint.keys()).hasSizeLessThanOrEqualTo(68);
        assertThatIllegalArgumentException().isThrownBy(() -> PhotoFingerprint.of(new byte[] {9}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PhotoFingerprint.of(Arrays.copyOf(fingerprint.bytes(), 500)));
    }

    private static GrayImage framed(GrayImage image, int border) {
        int width = image.width() + 2 * border;
        int height = image.height() + 2 * border;
        byte[] pixels = new byte[width * height];
        Arrays.fill(pixels, (byte) 40);
        for (int y = 0; y < image.height(); y++) {
            System.arraycopy(image.pixels(), y * image.width(), pixels, (y + border) * width + border, image.width());
        }
        return new GrayImage(width, height, pixels);
    }

    private static ReusedPhoto.Question asked(GrayImage image) {
        return ReusedPhoto.Question.of(photo(image));
    }

    private static Photo photo(GrayImage image) {
        return new Photo(image, new int[0], PhotoType.JPEG, image.width(), image.height(), null);
    }

    private static final class Memory implements EarlierPhotos {
        private final Map<String, PhotoFingerprint> photos = new HashMap<>();
        private int mostAsked;

        void put(String id, Photo photo) {
            photos.put(id, PhotoFingerprint.of(photo));
        }

        @Override
        public Map<String, Double> sharing(Set<String> keys) {
            mostAsked = Math.max(mostAsked, keys.size());
            Map<String, Double> shared = new HashMap<>();
            photos.forEach((id, photo) -> {
                double count = photo.keys().stream().filter(keys::contains).count();
                if (count > 0) {
                    shared.put(id, count);
                }
            });
            return shared;
        }

        @Override
        public Optional<PhotoFingerprint> fingerprint(String id) {
            return Optional.ofNullable(photos.get(id));
        }
    }
}
