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

    private final PhotoChecks checks = new PhotoChecks(new TagReader(() -> 0, Duration.ofSeconds(1)));

    @Test
    void theRightItemPassesAllThatCanBeTold() {
        Photo item = Pictures.photo(Pictures.scene(3, 600, 450));
        Photo tag = taken(Pictures.tag("4006381333931", BarcodeFormat.EAN_13, 1), LocalDateTime.of(2026, 3, 4, 9, 0));

        PhotoChecks.Findings findings = checks.check(List.of(item, tag), new Expectation(CODE, item, DELIVERED), NONE);

        assertThat(findings.fingerprints()).hasSize(2);
        assertThat(outcomes(findings.results()))
                .containsEntry(Check.TAG_CODE, "PASSED 1")
                .containsEntry(Check.SAME_ITEM, "PASSED 0")
                .containsEntry(Check.QUALITY, "PASSED 0, PASSED 1")
                .containsEntry(Check.NEW_PHOTO, "PASSED 0, PASSED 1")
                .containsEntry(Check.CAPTURE_TIME, "UNKNOWN 0, PASSED 1");
    }

    @Test
    void anotherItemsTagFailsByName() {
        Photo tag = Pictures.photo(Pictures.tag("4006381333948", BarcodeFormat.EAN_13, 1));

        CheckResult result = only(checks.check(List.of(tag), new Expectation(CODE, null, null), NONE), Check.TAG_CODE);

        assertThat(result.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(result.words()).contains("04006381333948");
        assertThat(result.nextStep()).isNotEmpty();
    }

    @Test
    void aPhotoThatCannotBeJudgedIsAskedForAgainAndNeverFails() {
        Photo black = Pictures.photo(new BufferedImage(640, 480, BufferedImage.TYPE_INT_RGB));

        PhotoChecks.Findings findings = checks.check(List.of(black), new Expectation(CODE, null, DELIVERED), NONE);

        assertThat(findings.results()).noneMatch(result -> result.outcome() == Outcome.FAILED);
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

        PhotoChecks.Findings findings = checks.check(List.of(photo), new Expectation(CODE, null, DELIVERED), earlier);

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

        assertThat(ItemMatcher.compare(one.rotated(12), one).supports()).isTrue();
        assertThat(ItemMatcher.compare(
                                Pictures.photo(Pictures.scene(2, 400, 400)).gray(), one)
                        .supports())
                .isFalse();
    }

    private static Photo taken(BufferedImage image, LocalDateTime time) {
        Photo photo = Pictures.photo(image);
        return new Photo(photo.gray(), photo.rgb(), photo.type(), photo.sourceWidth(), photo.sourceHeight(), time);
    }

    private static CheckResult only(PhotoChecks.Findings findings, Check check) {
        return findings.results().stream()
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
