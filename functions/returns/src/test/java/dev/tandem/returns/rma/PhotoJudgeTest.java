package dev.tandem.returns.rma;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.returns.opinion.Opinion;
import dev.tandem.returns.photo.Pictures;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.policy.ReturnChannel;
import dev.tandem.returns.policy.SalesChannel;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What photos of a return come to, on drawn tags and with the index in DynamoDB. */
class PhotoJudgeTest {
    private static final String GTIN = "4006381333931";
    private static final String OTHER = "9783161484100";
    private final String table = "PhotoIndex" + UUID.randomUUID();
    private final Map<String, byte[]> bucket = new HashMap<>();
    private final Map<String, byte[]> catalogue = new HashMap<>();
    private final PhotoJudge judge;
    private Optional<Opinion> opinion = Optional.empty();
    private int asked;

    PhotoJudgeTest() {
        DynamoInMemory.create(table, false, null);
        judge = new PhotoJudge(
                key -> Optional.ofNullable(bucket.get(key)),
                new PhotoIndexTable(DynamoInMemory.client(), table, Clock.systemUTC()),
                sku -> catalogue,
                (item, photos, shops, atMost) -> {
                    asked++;
                    return opinion;
                });
    }

    private Return rma(String id, Reason reason, byte[] photo, String type) {
        Instant now = Instant.parse("2026-03-02T09:00:00Z");
        PhotoSlot slot = new PhotoSlot("P1", PhotoSlot.Subject.TAG, "1", type, photo.length, now);
        bucket.put(slot.key(id), photo);
        ReturnLine line = new ReturnLine(
                "1",
                "WEAR-1",
                GTIN,
                "Shirt",
                "wear",
                1,
                new Money(4990, "EUR"),
                reason,
                null,
                null,
                now.minusSeconds(86_400));
        return new Return(
                id,
                "O-1",
                "shopper-1",
                "DE",
                SalesChannel.ONLINE,
                ReturnState.REQUESTED,
                ReturnChannel.STORE,
                List.of(line),
                List.of(slot),
                1,
                null,
                Compensation.REFUND,
                List.of(),
                null,
                List.of(),
                now,
                null,
                "c",
                1);
    }

    private Decision decide(Return rma, PhotoInspector.Inspection photos) {
        return Precheck.decide(
                rma,
                Policies.BuiltIn.POLICY,
                Precheck.facts(rma, dev.tandem.returns.policy.CustomerHistory.NONE),
                photos.checks(),
                photos.usable(),
                rma.createdAt());
    }

    private static byte[] tag(String gtin, long seed) {
        return Pictures.bytes(Pictures.tag(gtin, BarcodeFormat.EAN_13, seed), "png");
    }

    @Test
    void theRightTagIsApprovedAndItsPhotoIsKnownAgainInAnotherReturn() {
        Return first = rma("R1", Reason.TOO_SMALL, tag(GTIN, 1), "image/png");
        PhotoInspector.Inspection inspection = judge.inspect(first);
        assertThat(decide(first, inspection).outcome())
                .as(inspection.checks().toString())
                .isEqualTo(Outcome.APPROVED);
        inspection.remember().run();
        inspection.remember().run();
        assertThat(decide(first, judge.inspect(first)).outcome())
                .as("its own photo is not an earlier one")
                .isEqualTo(Outcome.APPROVED);

        Return second = rma("R2", Reason.TOO_SMALL, tag(GTIN, 1), "image/png");
        Decision recycled = decide(second, judge.inspect(second));
        assertThat(recycled.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(recycled.waitsForShopper()).as("staff look at it").isFalse();

        Return third = rma("R3", Reason.TOO_SMALL, tag(GTIN, 77), "image/png");
        assertThat(decide(third, judge.inspect(third)).outcome()).isEqualTo(Outcome.APPROVED);
    }

    @Test
    void aTagOfAnotherItemIsAskedForAgainOnceAndThenRejected() {
        Return first = rma("R1", Reason.TOO_SMALL, tag(OTHER, 1), "image/png");
        Decision asked = decide(first, judge.inspect(first));
        assertThat(asked.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(asked.waitsForShopper()).isTrue();
        assertThat(asked.photos()).anySatisfy(check -> assertThat(check.text()).contains(OTHER));

        Return again = first.decided(asked);
        assertThat(decide(again, judge.inspect(again)).outcome()).isEqualTo(Outcome.REJECTED);

        Return wrongItem = rma("R2", Reason.WRONG_ITEM, tag(OTHER, 2), "image/png");
        assertThat(judge.inspect(wrongItem).checks())
                .filteredOn(check -> check.check().equals("tag-code"))
                .singleElement()
                .satisfies(check -> assertThat(check.outcome()).isEqualTo(Outcome.APPROVED));
    }

    @Test
    void aPhotoWithoutATagGoesToStaffAfterASecondTryAndAFileThatIsNoneIsAskedForAgain() {
        Return first = rma("R1", Reason.TOO_SMALL, Pictures.bytes(Pictures.scene(5, 640, 480), "png"), "image/png");
        Decision asked = decide(first, judge.inspect(first));
        assertThat(asked.waitsForShopper()).isTrue();
        Return again = first.decided(asked);
        Decision second = decide(again, judge.inspect(again));
        assertThat(second.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(second.waitsForShopper()).isFalse();

        Return noPhoto = rma("R2", Reason.TOO_SMALL, "GIF89a and more".getBytes(), "image/jpeg");
        PhotoInspector.Inspection inspection = judge.inspect(noPhoto);
        assertThat(inspection.usable()).isZero();
        assertThat(decide(noPhoto, inspection).waitsForShopper()).isTrue();
    }

    @Test
    void theSameLooksSupportButOnlyTheCodeTellsAVariant() {
        BufferedImage garment = Pictures.scene(5, 640, 480);
        catalogue.put("front.png", Pictures.bytes(garment, "png"));
        catalogue.put("broken.jpg", "no photo at all".getBytes(StandardCharsets.UTF_8));
        BufferedImage turned = new BufferedImage(700, 700, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.rotate(0.3, 350, 350);
        graphics.drawImage(garment, 60, 90, 570, 430, null);
        graphics.dispose();
        Return first = rma("R1", Reason.TOO_SMALL, Pictures.bytes(turned, "png"), "image/png");

        PhotoInspector.Inspection seen = judge.inspect(first);

        assertThat(seen.checks())
                .filteredOn(check -> check.check().equals("same-item"))
                .singleElement()
                .satisfies(check -> assertThat(check.outcome()).isEqualTo(Outcome.APPROVED));
        assertThat(decide(first, seen).outcome())
                .as("another size looks the same")
                .isEqualTo(Outcome.REVIEW);

        Return copied = rma("R2", Reason.TOO_SMALL, Pictures.bytes(garment, "png"), "image/png");
        assertThat(judge.inspect(copied).checks())
                .filteredOn(check -> check.check().equals("new-photo"))
                .singleElement()
                .satisfies(check -> assertThat(check.outcome()).isEqualTo(Outcome.REVIEW));
    }

    @Test
    void aSecondOpinionSendsToStaffOrAgreesAndChangesNothingElse() {
        Return rma = rma("R1", Reason.TOO_SMALL, tag(GTIN, 1), "image/png");
        assertThat(decide(rma, judge.inspect(rma)).outcome()).as("none").isEqualTo(Outcome.APPROVED);
        opinion = Optional.of(new Opinion(Opinion.Condition.NEW, true, false, true, 0.9));
        assertThat(decide(rma, judge.inspect(rma)).outcome()).as("agrees").isEqualTo(Outcome.APPROVED);
        opinion = Optional.of(new Opinion(Opinion.Condition.WORN, false, true, false, 0.99));
        Decision doubted = decide(rma, judge.inspect(rma));
        assertThat(doubted.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(doubted.waitsForShopper()).as("staff look").isFalse();
        assertThat(asked).isEqualTo(3);

        opinion = Optional.of(new Opinion(Opinion.Condition.NEW, true, false, true, 1));
        Return other = rma("R2", Reason.TOO_SMALL, tag(OTHER, 1), "image/png");
        Decision again = decide(other, judge.inspect(other));
        assertThat(asked).as("not about photos that are to be taken again").isEqualTo(3);
        Return second = other.decided(again);
        assertThat(decide(second, judge.inspect(second)).outcome())
                .as("the code of another item stands against any opinion")
                .isEqualTo(Outcome.REJECTED);
    }
}
