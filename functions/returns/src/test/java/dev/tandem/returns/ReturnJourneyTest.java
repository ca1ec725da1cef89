package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.rma.PhotoCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** From the order to the shopper's choice, through the functions. */
class ReturnJourneyTest {
    private final Desk desk = new Desk();

    @Test
    void aShopperLearnsFirstWhatMayComeBack() {
        desk.order("O-1", Desk.order("wear/shirts", 3, 4990));

        Desk.Answer answer = desk.shopper("GetReturnable", "O-1", null);

        assertThat(answer.text("/lines/0/left")).isEqualTo("3");
        assertThat(answer.body().at("/lines/0/returnable").asBoolean()).isTrue();
        assertThat(answer.text("/lines/0/until")).startsWith("2026-03-2");
        assertThat(answer.text("/lines/0/faultUntil")).startsWith("2028-02");
        assertThat(answer.text("/lines/0/options/0/fee/minor")).isEqualTo("299");
        assertThat(answer.text("/lines/0/options/1/fee/minor")).isEqualTo("0");
        assertThat(desk.call("GetReturnable", "O-1", null, "somebody-else", "", "k")
                        .code())
                .isEqualTo("ORDER_NOT_FOUND");
        assertThat(desk.staff("GetReturnable", "O-1", null).status()).isEqualTo(200);
    }

    @Test
    void anUnwantedShirtIsApprovedWithItsFeeAndAlternatives() {
        desk.order("O-1", Desk.order("wear/shirts", 3, 4990));
        Desk.Answer opened = desk.open("O-1", 2, "TOO_SMALL");
        assertThat(opened.status()).isEqualTo(201);
        assertThat(opened.text("/state")).isEqualTo("REQUESTED");
        assertThat(opened.text("/uploads/0/method")).isEqualTo("PUT");
        String id = opened.text("/returnId");

        Desk.Answer checked = desk.shopper("PrecheckReturn", id, null);

        assertThat(checked.text("/state")).isEqualTo("APPROVED");
        assertThat(checked.text("/decision/policyVersion")).isEqualTo("house-1");
        assertThat(checked.text("/decision/estimatedRefund/minor")).isEqualTo("9681");
        assertThat(checked.body().at("/decision/lines/0/grounds").findValuesAsText("rule"))
                .contains("defaults", "courier-fee");
        assertThat(checked.body().at("/decision/alternatives").findValuesAsText("choice"))
                .containsExactly("refund", "coupon", "exchange", "keep");
        assertThat(checked.text("/decision/alternatives/1/value/minor")).isEqualTo("10649");
        assertThat(checked.text("/deadline")).isEqualTo("2026-03-16T09:00:00Z");
        assertThat(desk.shopper("GetReturn", id, null).body().path("decision"))
                .isEqualTo(checked.body().path("decision"));
        assertThat(desk.call("GetReturn", id, null, "somebody-else", "", "k").code())
                .isEqualTo("RETURN_NOT_FOUND");
        assertThat(checked.body().toString()).doesNotContain("history");
    }

    @Test
    void aFaultIsFreeAndNeverPaidWithACoupon() {
        desk.order("O-1", Desk.order("wear/shirts", 1, 4990));
        Desk.Answer opened = desk.open("O-1", 1, "DEFECTIVE");
        String id = opened.text("/returnId");

        Desk.Answer first = desk.shopper("PrecheckReturn", id, null);
        assertThat(first.text("/decision/outcome")).isEqualTo("REVIEW");
        assertThat(first.text("/decision/waitsFor")).isEqualTo("SHOPPER");
        assertThat(first.text("/state")).isEqualTo("REQUESTED");
        assertThat(first.text("/decision/nextSteps/0")).contains("Take a photo");

        Desk.Answer more = desk.shopper(
                "AddReturnPhotos",
                id,
                "{\"photos\":[{\"subject\":\"damage\",\"contentType\":\"image/png\",\"sizeBytes\":8388608}]}");
        more.body()
                .path("photos")
                .forEach(photo -> desk.uploaded.add(photo.path("photoId").asText()));
        Desk.Answer second = desk.shopper("PrecheckReturn", id, null);

        assertThat(second.text("/state")).isEqualTo("APPROVED");
        assertThat(second.text("/decision/fee/minor")).isEqualTo("0");
        assertThat(second.text("/decision/estimatedRefund/minor")).isEqualTo("4990");
        assertThat(second.body().at("/decision/alternatives").findValuesAsText("choice"))
                .containsExactly("refund", "exchange", "keep");
        assertThat(desk.shopper("ChooseCompensation", id, "{\"choice\":\"coupon\"}")
                        .code())
                .isEqualTo("COMPENSATION_NOT_OFFERED");
    }

    @Test
    void aPhotoThatCannotBeJudgedIsAskedForAgainAndOneOfAnotherItemIsNamed() {
        desk.order("O-1", Desk.order("wear/shirts", 1, 4990));
        String id = desk.open("O-1", 1, "TOO_SMALL").text("/returnId");
        desk.checks.add(new PhotoCheck(
                "p", "blur", Outcome.REVIEW, true, "The photo of the tag is blurred.", "Take it again."));
        Desk.Answer blurred = desk.shopper("PrecheckReturn", id, null);
        assertThat(blurred.text("/decision/waitsFor")).isEqualTo("SHOPPER");
        assertThat(blurred.text("/decision/nextSteps/0")).isEqualTo("Take it again.");

        desk.checks.set(0, new PhotoCheck("p", "tag-code", Outcome.REVIEW, false, "No code was found.", null));
        Desk.Answer unknown = desk.shopper("PrecheckReturn", id, null);
        assertThat(unknown.text("/state")).isEqualTo("IN_REVIEW");
        assertThat(unknown.text("/decision/waitsFor")).isEqualTo("STAFF");

        Desk.Answer decided =
                desk.staff("DecideReturn", id, "{\"decision\":\"APPROVED\",\"reason\":\"Seen at the counter.\"}");
        assertThat(decided.text("/state")).isEqualTo("APPROVED");
        assertThat(decided.text("/decision/by")).isEqualTo("staff");
        assertThat(decided.text("/decision/reason")).isEqualTo("Seen at the counter.");
        assertThat(desk.shopper("DecideReturn", id, "{\"decision\":\"REJECTED\",\"reason\":\"x\"}")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aRejectedReturnGivesItsPiecesBackAndStaffMayApproveItAfterAll() {
        desk.order("O-1", Desk.order("wear/shirts", 1, 4990));
        desk.now = desk.now.plus(Duration.ofDays(60));
        String id = desk.open("O-1", 1, "CHANGED_MIND").text("/returnId");
        Desk.Answer rejected = desk.shopper("PrecheckReturn", id, null);
        assertThat(rejected.text("/state")).isEqualTo("REJECTED");
        assertThat(rejected.body().path("deadline").isMissingNode()).isTrue();
        assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                .isEqualTo("1");

        String other = desk.open("O-1", 1, "CHANGED_MIND").text("/returnId");
        String word = "{\"decision\":\"APPROVED\",\"reason\":\"Goodwill.\"}";
        assertThat(desk.staff("DecideReturn", id, word).code()).isEqualTo("QUANTITY_NOT_RETURNABLE");
        assertThat(desk.shopper("ChooseCompensation", other, "{\"choice\":\"keep\"}")
                        .text("/state"))
                .isEqualTo("CANCELLED");
        assertThat(desk.staff("DecideReturn", id, word).text("/state")).isEqualTo("APPROVED");
        assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                .isEqualTo("0");
    }

    @Test
    void moreThanWasSoldNeverComesBackWhoeverAsksAtOnce() throws Exception {
        desk.order("O-1", Desk.order("wear/shirts", 7, 4990));
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Random random = new Random(4);
            List<Callable<Desk.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int quantity = 1 + random.nextInt(3);
                calls.add(() -> desk.open("O-1", quantity, "TOO_LARGE"));
            }
            int taken = 0;
            for (Future<Desk.Answer> call : threads.invokeAll(calls)) {
                Desk.Answer answer = call.get();
                if (answer.status() == 201) {
                    taken += answer.body().at("/lines/0/quantity").asInt();
                } else {
                    assertThat(answer.code()).isEqualTo("QUANTITY_NOT_RETURNABLE");
                }
            }
            assertThat(taken).isBetween(5, 7);
            assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                    .isEqualTo(Integer.toString(7 - taken));
        }
    }

    @Test
    void aRepeatedRequestOpensOneReturn() throws Exception {
        desk.order("O-1", Desk.order("wear/shirts", 5, 4990));
        String key = UUID.randomUUID().toString();
        String body =
                "{\"orderId\":\"O-1\",\"channel\":\"store\",\"lines\":[{\"lineId\":\"1\",\"quantity\":1,\"reason\":\"OTHER\"}]}";
        try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Desk.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                calls.add(() -> desk.call("StartReturn", "", body, Desk.SHOPPER, "", key));
            }
            List<String> ids = new ArrayList<>();
            for (Future<Desk.Answer> call : threads.invokeAll(calls)) {
                ids.add(call.get().text("/returnId"));
            }
            assertThat(ids).doesNotContain("").containsOnly(ids.getFirst());
        }
        assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                .isEqualTo("4");
    }

    @Test
    void whatWasReturnedCannotBeToldAwayFromAnOrder() {
        desk.order("O-1", Desk.order("wear/shirts", 2, 4990));
        desk.open("O-1", 2, "TOO_SMALL");
        String later = Desk.order("wear/shirts", 1, 4990).replace("12:05", "12:06");
        assertThat(desk.shopper("PutOrder", "O-1", later).code()).isEqualTo("ORDER_CONFLICT");
        assertThat(desk.shopper("PutOrder", "O-1", later.replace("12:06", "11:00"))
                        .code())
                .isEqualTo("ORDER_STALE");
        assertThat(desk.shopper("PutOrder", "O-1", Desk.order("wear/shirts", 2, 4990))
                        .status())
                .isEqualTo(200);
        assertThat(desk.shopper("PutOrder", "O-2", later.replace("3931", "3932"))
                        .status())
                .isEqualTo(400);
    }
}
