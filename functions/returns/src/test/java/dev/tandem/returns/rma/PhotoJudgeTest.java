package dev.tandem.returns.rma;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import dev.tandem.commons.dynamodb.DynamoInMemory;
import dev.tandem.returns.photo.Pictures;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policies;
import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.policy.ReturnChannel;
import dev.tandem.returns.policy.SalesChannel;
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
    private final PhotoJudge judge;

    PhotoJudgeTest() {
        DynamoInMemory.create(table, false, null);
        judge = new PhotoJudge(
                key -> Optional.ofNullable(bucket.get(key)),
                new PhotoIndexTable(DynamoInMemory.client(), table, Clock.systemUTC()));
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
}
