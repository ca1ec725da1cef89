package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.returns.lifecycle.Outgoing;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.rma.PhotoCheck;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Returns that go another way than most: exchanged, forgotten, told too late, rejected on the way, taken after all. */
class LifecycleDetoursTest {
    private final Desk desk = new Desk();
    private final Steps steps = new Steps(desk);

    @Test
    void whoChoseAnExchangeGetsOtherGoodsAndNoMoney() {
        desk.order("O-6", Desk.order("wear/shirts", 3, 4990));
        String id = desk.approved(desk.open("O-6", 2, "TOO_SMALL", "store"));
        assertThat(desk.shopper(
                                "ChooseCompensation",
                                id,
                                "{\"choice\":\"exchange\",\"replacements\":[{\"lineId\":\"7\",\"sku\":\"WEAR-0006\"}]}")
                        .code())
                .isEqualTo("LINES_DIFFER");
        assertThat(desk.shopper(
                                "ChooseCompensation",
                                id,
                                "{\"choice\":\"coupon\",\"replacements\":[{\"lineId\":\"1\",\"sku\":\"WEAR-0006\"}]}")
                        .code())
                .isEqualTo("REPLACEMENT_UNEXPECTED");
        desk.shopper("ChooseCompensation", id, "{\"choice\":\"exchange\"}");
        Desk.Answer chosen = desk.shopper(
                "ChooseCompensation",
                id,
                "{\"choice\":\"exchange\",\"replacements\":[{\"lineId\":\"1\",\"sku\":\"WEAR-0006\"}]}");
        assertThat(chosen.text("/replacements/0/sku")).isEqualTo("WEAR-0006");
        steps.scannedInStore(id);
        steps.settle(id, Steps.AS_NEW);
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.sent(Outgoing.To.PAYMENT)).isEmpty();
        assertThat(steps.sent(Outgoing.To.EXCHANGE)).singleElement().satisfies(order -> {
            assertThat(order.at("/lines/0/send").asText()).isEqualTo("WEAR-0006");
            assertThat(order.at("/lines/0/returned").asText()).isEqualTo("WEAR-0005");
            assertThat(order.at("/lines/0/quantity").asInt()).isEqualTo(2);
        });
        assertThat(steps.shown(id).text("/state")).isEqualTo("SETTLED");
    }

    @Test
    void whatNobodyGoesOnWithEndsAtItsDeadlineAndStaffIsRemindedOfWhatIsTheirs() {
        desk.order("O-7", Desk.order("wear/shirts", 3, 4990));
        desk.order("O-8", Desk.order("wear/shirts", 3, 4990));
        desk.order("O-9", Desk.order("wear/shirts", 1, 4990));
        desk.order("O-10", Desk.order("wear/shirts", 1, 4990));
        String neverSent = desk.approved("O-7", 2, "TOO_SMALL");
        String neverChecked = desk.open("O-8", 1, "NOT_LIKED").text("/returnId");
        String underWay = desk.approved("O-10", 1, "TOO_SMALL");
        desk.checks.add(new PhotoCheck(null, "reused", Outcome.REVIEW, false, "A photo of an earlier return.", null));
        String inReview = desk.open("O-9", 1, "NOT_LIKED").text("/returnId");
        assertThat(desk.shopper("PrecheckReturn", inReview, null).text("/state"))
                .isEqualTo("IN_REVIEW");
        desk.now = desk.now.plus(Duration.ofDays(13));
        desk.shopper("ArrangeCollection", underWay, "{\"position\":{\"latitude\":50.0,\"longitude\":8.2}}");
        assertThat(desk.task("ExpireReturns", "{}").path("cancelled").asInt()).isZero();
        desk.now = desk.now.plus(Duration.ofDays(14).plusHours(1));
        JsonNode swept = desk.task("ExpireReturns", "{}");
        assertThat(swept.path("cancelled").asInt()).isEqualTo(2);
        assertThat(swept.path("left").asInt()).as("its workflow has a clock").isEqualTo(1);
        assertThat(swept.path("failed").asInt()).isZero();
        assertThat(steps.shown(neverSent).text("/state")).isEqualTo("CANCELLED");
        assertThat(steps.shown(neverSent).text("/timeline/2/by")).isEqualTo("deadline");
        assertThat(steps.shown(neverChecked).text("/state")).isEqualTo("CANCELLED");
        assertThat(steps.shown(underWay).text("/state")).isEqualTo("APPROVED");
        assertThat(desk.shopper("GetReturnable", "O-7", null).text("/lines/0/left"))
                .isEqualTo("3");
        assertThat(steps.sent(Outgoing.To.ESCALATION)).hasSize(1);
        assertThat(steps.shown(inReview).text("/state")).isEqualTo("IN_REVIEW");
        assertThat(desk.task("ExpireReturns", "{}").path("cancelled").asInt()).isZero();
        assertThat(steps.sent(Outgoing.To.ESCALATION)).as("not every hour").hasSize(1);
    }

    @Test
    void aFactThatIsToldAsItsWaitRunsOutIsHeardByTheNextWait() {
        String id = steps.inStore("refund");
        assertThat(desk.staff("GradeReturn", id, "{\"lines\":" + Steps.AS_NEW + "}")
                        .status())
                .isEqualTo(202);
        // The token was dead by then: the workflow went the way of the clock.
        steps.move(id, "ESCALATE", ",\"why\":\"Late.\"");
        steps.settle(id, "");
        steps.await(id, "write-off", "token-2");
        desk.now = desk.now.plusSeconds(60);
        desk.task("RelayReturnMessages", "{}");
        assertThat(steps.sent(Outgoing.To.WORKFLOW_ANSWER))
                .extracting(answer -> answer.path("token").asText())
                .containsExactly("token-1", "token-2");
        assertThat(steps.sent(Outgoing.To.WORKFLOW_ANSWER)
                        .getLast()
                        .at("/output/grades/0/condition")
                        .asText())
                .isEqualTo("as-new");
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.shown(id).text("/lifecycle/stage")).isEqualTo("DISPOSED");
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
    }

    @Test
    void goodsOfAReturnThatStaffRejectsOnItsWayGoBack() {
        String id = steps.inStore("refund");
        assertThat(desk.staff("DecideReturn", id, "{\"decision\":\"REJECTED\",\"reason\":\"Worn.\"}")
                        .status())
                .isEqualTo(200);
        assertThat(desk.staff("GradeReturn", id, "{\"lines\":" + Steps.AS_NEW + "}")
                        .code())
                .isEqualTo("RETURN_ENDED");
        steps.settle(id, "");
        assertThatThrownBy(() -> steps.move(id, "ESCALATE", ",\"why\":\"Late.\""))
                .hasMessageContaining("REJECTED");
        steps.move(id, "CLOSE", "");
        steps.move(id, "CLOSE", "");
        assertThat(steps.shown(id).text("/lifecycle/stage")).isEqualTo("ENDED");
        assertThat(steps.sent(Outgoing.To.ESCALATION)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.PAYMENT)).isEmpty();
        assertThat(desk.staff("GetReturnMetrics", "", null).text("/channels/store/started"))
                .isEqualTo("0");
        // Staff thinks again, and the goods are still here.
        desk.staff("DecideReturn", id, "{\"decision\":\"APPROVED\",\"reason\":\"Not worn after all.\"}");
        steps.scannedInStore(id);
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.shown(id).text("/state")).isEqualTo("SETTLED");
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(1);
    }

    @Test
    void whatWasTurnedAwayAsAnotherItemCanBeTakenAfterAll() {
        String id = steps.inStore("refund");
        steps.settle(id, Steps.WRONG);
        assertThat(steps.shown(id).text("/state")).isEqualTo("REJECTED");
        desk.staff("DecideReturn", id, "{\"decision\":\"APPROVED\",\"reason\":\"It is the right one.\"}");
        steps.scannedInStore(id);
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.shown(id).text("/state")).isEqualTo("SETTLED");
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(1);
    }
}
