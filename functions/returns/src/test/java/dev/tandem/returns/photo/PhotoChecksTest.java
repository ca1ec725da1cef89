package dev.tandem.returns.photo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import dev.tandem.returns.photo.CheckResult.Check;
import dev.tandem.returns.photo.CheckResult.Outcome;
import dev.tandem.returns.photo.PhotoChecks.Expectation;
import dev.tandem.returns.photo.reuse.EarlierPhotos;
import dev.tandem.returns.photo.reuse.PhotoFingerprint;
import dev.tandem.returns.photo.tag.ExpectedCode;
import dev.tandem.returns.photo.tag.TagReader;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PhotoChecksTest {
    private static final ExpectedCode CODE = ExpectedCode.of("4006381333931");
    private static final LocalDate DELIVERED = LocalDate.of(2026, 3, 1);
    private static final EarlierPhotos NONE = new EarlierPhotos() {
        @Override
        public Map<String, Double> sharing(Set<String> keys) {
            return Map.of();
        }

        @Override
        public Optional<PhotoFingerprint> fingerprint(String id) {
            return Optional.empty();
        }
    };

    private final PhotoChecks checks = new PhotoChecks(new TagReader(() -> 0));

    @Test
    void theRightItemPassesAllThatCanBeTold() {
        Photo catalogue = Pictures.photo(Pictures.scene(3, 600, 450));
        Photo item = seenFromElsewhere(catalogue);
        Photo tag = taken(Pictures.tag("4006381333931", BarcodeFormat.EAN_13, 1), LocalDateTime.of(2026, 3, 4, 9, 0));

        List<CheckResult> findings = check(List.of(item, tag), List.of(catalogue), DELIVERED, NONE);

        assertThat(outcomes(findings))
                .containsEntry(Check.TAG_CODE, "PASSED 1")
                .containsEntry(Check.SAME_ITEM, "PASSED 0")
                .containsEntry(Check.QUALITY, "PASSED 0, PASSED 1")
                .containsEntry(Check.NEW_PHOTO, "PASSED 0, PASSED 1")
                .containsEntry(Check.CAPTURE_TIME, "UNKNOWN 0, PASSED 1");
    }

    @Test
    void anotherItemsTagFailsByName() {
        Photo tag = Pictures.photo(Pictures.tag("4006381333948", BarcodeFormat.EAN_13, 1));

        CheckResult result = only(check(List.of(tag), List.of(), null, NONE), Check.TAG_CODE);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.words()).contains("04006381333948");
        assertThat(result.nextStep()).isNotEmpty();
    }

    @Test
    void aPhotoThatCannotBeJudgedIsAskedForAgainAndNeverFails() {
        Photo black = Pictures.photo(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB));

        List<CheckResult> findings = check(List.of(black), List.of(), DELIVERED, NONE);

        assertThat(findings).noneMatch(result -> result.outcome() == Outcome.FAILED);
        assertThat(only(findings, Check.QUALITY).nextStep()).contains("Retake");
        assertThat(only(findings, Check.TAG_CODE).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void aRecycledOrOlderPhotoFailsWithWhatToDo() {
        Photo photo = taken(Pictures.scene(5, 600, 450), LocalDateTime.of(2026, 1, 4, 9, 0));
        PhotoFingerprint known = PhotoFingerprint.of(Pictures.photo(Pictures.scene(5, 600, 450)));
        EarlierPhotos earlier = new EarlierPhotos() {
            @Override
            public Map<String, Double> sharing(Set<String> keys) {
                return Map.of("earlier", 1.0);
            }

            @Override
            public Optional<PhotoFingerprint> fingerprint(String id) {
                return Optional.of(known);
            }
        };

        List<CheckResult> findings = check(List.of(photo), List.of(), DELIVERED, earlier);

        assertThat(only(findings, Check.NEW_PHOTO).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(only(findings, Check.NEW_PHOTO).detail()).contains("earlier");
        assertThat(only(findings, Check.CAPTURE_TIME).outcome()).isEqualTo(Outcome.FAILED);
    }

    @Test
    void blurIsToldFromSharpness() {
        Photo sharp = Pictures.photo(Pictures.scene(6, 512, 512));
        GrayImage soft = sharp.gray().scaled(0.12).scaled(1 / 0.12);
        Photo blurred = new Photo(soft, new int[0], PhotoType.JPEG, 512, 512, null);

        assertThat(QualityGate.judge(sharp).verdict()).isEqualTo(QualityGate.Verdict.USABLE);
        assertThat(QualityGate.judge(blurred).verdict()).isEqualTo(QualityGate.Verdict.BLURRED);
    }

    @Test
    void anotherSceneIsNoSupport() {
        GrayImage one = Pictures.photo(Pictures.scene(1, 400, 400)).gray();
        LocalFeatures catalogue = LocalFeatures.of(one);

        assertThat(ItemMatcher.compare(LocalFeatures.of(one.rotated(12)), catalogue)
                        .supports())
                .isTrue();
        LocalFeatures other =
                LocalFeatures.of(Pictures.photo(Pictures.scene(2, 400, 400)).gray());
        assertThat(ItemMatcher.compare(other, catalogue).supports()).isFalse();
    }

    @Test
    void theShopsOwnPhotoIsNoPhotoOfTheItemThatComesBack() {
        Photo catalogue = Pictures.photo(Pictures.scene(3, 600, 450));
        Photo copied = new Photo(catalogue.gray().mirrored(), new int[0], PhotoType.JPEG, 600, 450, null);

        List<CheckResult> findings = check(
                List.of(copied), List.of(Pictures.photo(Pictures.scene(8, 600, 450)), catalogue), DELIVERED, NONE);

        assertThat(only(findings, Check.NEW_PHOTO).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(only(findings, Check.NEW_PHOTO).words()).contains("shop's own photo");
        assertThat(only(findings, Check.SAME_ITEM).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    private List<CheckResult> check(
            List<Photo> photos, List<Photo> catalogue, @Nullable LocalDate delivered, EarlierPhotos earlier) {
        return checks.check(
                photos.stream().map(photo -> PhotoChecks.look(photo, earlier)).toList(),
                new Expectation(
                        CODE, catalogue.stream().map(PhotoFingerprint::of).toList(), delivered),
                Duration.ofSeconds(1));
    }

    /** The item lies turned among other things, smaller, as a shopper would show it. */
    private static Photo seenFromElsewhere(Photo item) {
        BufferedImage table = Pictures.scene(44, 800, 800);
        Graphics2D graphics = table.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        BufferedImage picture =
                new BufferedImage(item.gray().width(), item.gray().height(), BufferedImage.TYPE_INT_RGB);
        picture.setRGB(0, 0, picture.getWidth(), picture.getHeight(), item.rgb(), 0, picture.getWidth());
        AffineTransform lying = AffineTransform.getTranslateInstance(230, 130);
        lying.rotate(0.35);
        lying.scale(0.85, 0.75);
        graphics.drawImage(picture, lying, null);
        graphics.dispose();
        return Pictures.photo(table);
    }

    private static Photo taken(BufferedImage image, LocalDateTime time) {
        Photo photo = Pictures.photo(image);
        return new Photo(photo.gray(), photo.rgb(), photo.type(), photo.sourceWidth(), photo.sourceHeight(), time);
    }

    private static CheckResult only(List<CheckResult> findings, Check check) {
        return findings.stream()
                .filter(result -> result.check() == check)
                .collect(Collectors.collectingAndThen(Collectors.toList(), List::getFirst));
    }

    private static Map<Check, String> outcomes(List<CheckResult> results) {
        Function<CheckResult, String> shown = result -> result.outcome() + " " + result.photo();
        return results.stream()
                .collect(
                        Collectors.groupingBy(CheckResult::check, Collectors.mapping(shown, Collectors.joining(", "))));
    }
}
