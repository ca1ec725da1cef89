package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.dynamodb.Items;
import dev.tandem.returns.lifecycle.Outgoing;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** From approval to goods and money, step by step as the workflow takes them; nothing twice, whoever dies or hurries. */
class LifecycleJourneyTest {
    private final Desk desk = new Desk();
    private final Steps steps = new Steps(desk);

    @Test
    void goodsHandedInAtAStoreAreWrittenOffAndPaidInTime() {
        String id = steps.inStore("refund");
        assertThat(steps.sent(Outgoing.To.WORKFLOW_START)).singleElement().satisfies(start -> {
            assertThat(start.at("/input/channel").asText()).isEqualTo("store");
            assertThat(start.path("name").asText()).isEqualTo("return-" + id + "-1");
        });
        assertThat(steps.shown(id).text("/state")).isEqualTo("HANDED_OVER");
        assertThat(desk.shopper("ChooseCompensation", id, "{\"choice\":\"keep\"}")
                        .status())
                .isEqualTo(409);
        desk.now = desk.now.plus(Duration.ofMinutes(9));
        assertThat(desk.staff("GradeReturn", id, "{\"lines\":[{\"lineId\":\"2\",\"condition\":\"as-new\"}]}")
                        .code())
                .isEqualTo("LINES_DIFFER");
        assertThat(desk.staff("GradeReturn", id, "{\"lines\":" + Steps.AS_NEW + "}")
                        .status())
                .isEqualTo(202);
        JsonNode answer = steps.sent(Outgoing.To.WORKFLOW_ANSWER).getFirst();
        assertThat(answer.path("token").asText()).isEqualTo("token-1");
        assertThat(desk.staff("GradeReturn", id, "{\"lines\":" + Steps.AS_NEW + "}")
                        .code())
                .as("a second grade by another key")
                .isEqualTo("NOT_AWAITED");
        steps.settle(id, answer.at("/output/grades").toString());

        Desk.Answer end = steps.shown(id);
        assertThat(end.text("/state")).isEqualTo("SETTLED");
        assertThat(end.text("/lifecycle/clock/minutes")).isEqualTo("9.0");
        assertThat(end.text("/lifecycle/clock/inTime")).isEqualTo("true");
        assertThat(end.text("/lifecycle/disposals/0/way")).isEqualTo("resale");
        assertThat(steps.sent(Outgoing.To.STOCK)).singleElement().satisfies(movement -> {
            assertThat(movement.path("location").asText()).isEqualTo("WIESBADEN");
            assertThat(movement.path("onHandDelta").asInt()).isEqualTo(2);
            assertThat(movement.path("cause").asText()).isEqualTo("RETURN");
        });
        assertThat(steps.sent(Outgoing.To.PAYMENT))
                .singleElement()
                .satisfies(refund -> assertThat(refund.at("/amount/minor").asInt())
                        .isEqualTo(
                                end.body().at("/decision/estimatedRefund/minor").asInt()));
        Desk.Answer figures = desk.staff("GetReturnMetrics", "", null);
        assertThat(figures.text("/channels/store/shareInTime")).isEqualTo("1.0");
        assertThat(figures.text("/channels/store/medianMinutes")).isEqualTo("9.0");
    }

    @Test
    void aClockThatRunsOutIsToldAndPaidAndTheGoodsAreBookedWhenTheyAreAtLast() {
        String id = steps.inStore("refund");
        desk.now = desk.now.plus(Duration.ofMinutes(15));
        steps.move(id, "ESCALATE", ",\"why\":\"Late.\"");
        steps.move(id, "ESCALATE", ",\"why\":\"Late.\"");
        steps.settle(id, "");
        steps.settle(id, "");
        assertThat(steps.sent(Outgoing.To.ESCALATION)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).isEmpty();
        assertThat(steps.shown(id).text("/state")).isEqualTo("SETTLED");
        steps.await(id, "write-off", "token-2");
        desk.now = desk.now.plus(Duration.ofHours(2));
        steps.settle(id, Steps.AS_NEW);
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(1);
        assertThat(steps.shown(id).text("/lifecycle/clock/inTime")).isEqualTo("false");
        assertThat(desk.staff("GetReturnMetrics", "", null).text("/channels/store/shareInTime"))
                .isEqualTo("0.0");
    }

    @Test
    void aProcessThatDiesAfterTheWriteLeavesItsMessagesToTheRelayAndNothingIsDoneTwice() {
        String id = steps.inStore("refund");
        desk.postmanIsDead = true;
        steps.settle(id, Steps.AS_NEW);
        // The workflow never heard of it and tries again.
        steps.settle(id, Steps.AS_NEW);
        assertThat(steps.sent(Outgoing.To.PAYMENT)).isEmpty();
        assertThatThrownBy(() -> {
                    desk.now = desk.now.plusSeconds(60);
                    desk.task("RelayReturnMessages", "{}");
                })
                .hasMessageContaining("died");
        desk.postmanIsDead = false;
        assertThat(desk.task("RelayReturnMessages", "{}").path("sent").asInt()).isEqualTo(2);
        assertThat(desk.task("RelayReturnMessages", "{}").path("sent").asInt()).isZero();
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(1);
    }

    @Test
    void aMessageThatWasSentButNotRememberedIsSentAgainAsTheSame() {
        String id = steps.inStore("refund");
        steps.settle(id, Steps.AS_NEW);
        Outgoing movement = desk.sent.stream()
                .filter(message -> message.to() == Outgoing.To.STOCK)
                .findFirst()
                .orElseThrow();
        // As it stands in the table when the process dies between sending and remembering.
        desk.dynamoDb.putItem(request -> request.tableName(desk.environment.require("LIFECYCLE_TABLE"))
                .item(Map.of(
                        "pk", Items.of("OUT#" + movement.id()),
                        "receiver", Items.of(movement.to().name()),
                        "body", Items.of(movement.body()),
                        "outbox", Items.of("WAITING"),
                        "writtenAt", Items.of(desk.now.toString()))));
        desk.now = desk.now.plusSeconds(60);
        desk.task("RelayReturnMessages", "{}");
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(2);
        assertThat(steps.sent(Outgoing.To.STOCK).stream().distinct()).hasSize(1);
    }

    @Test
    void manyWhoSettleAtOncePayAndBookOnce() throws Exception {
        String id = steps.inStore("refund");
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            List<Callable<JsonNode>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String grades = i % 2 == 0 ? Steps.AS_NEW : "";
                calls.add(() -> steps.settle(id, grades));
            }
            for (Future<JsonNode> call : threads.invokeAll(calls)) {
                assertThat(call.get().path("paid").asBoolean()).isTrue();
            }
        }
        assertThat(steps.sent(Outgoing.To.PAYMENT)).hasSize(1);
        assertThat(steps.sent(Outgoing.To.STOCK)).hasSize(1);
        assertThat(steps.shown(id).text("/lifecycle/stage")).isEqualTo("DISPOSED");
    }

    @Test
    void somethingElseInTheParcelIsNotPaidAndCanStillBeReturned() {
        String id = steps.inStore("refund");
        steps.settle(id, Steps.WRONG);
        assertThat(steps.shown(id).text("/state")).isEqualTo("REJECTED");
        assertThat(steps.sent(Outgoing.To.PAYMENT)).isEmpty();
        assertThat(steps.sent(Outgoing.To.STOCK)).isEmpty();
        assertThat(steps.sent(Outgoing.To.ESCALATION)).hasSize(1);
        assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                .isEqualTo("3");
    }

    @Test
    void whoChoseACouponGetsOneAndNoMoney() {
        String id = steps.inStore("coupon");
        steps.settle(id, Steps.AS_NEW);
        steps.settle(id, Steps.AS_NEW);
        String code = steps.shown(id).text("/couponCode");
        assertThat(steps.sent(Outgoing.To.PAYMENT)).isEmpty();
        Desk.Answer coupon = desk.shopper("GetCoupon", code, null);
        assertThat(coupon.status()).isEqualTo(200);
        assertThat(coupon.body().at("/value/minor").asInt())
                .isGreaterThan(steps.shown(id)
                        .body()
                        .at("/decision/estimatedRefund/minor")
                        .asInt());
    }

    @Test
    void byCourierThroughTheSortingCentre() {
        String near =
                "{\"location\":\"DC-NEAR\",\"position\":{\"latitude\":50.1,\"longitude\":8.6},\"dailyCapacity\":1,\"refurbishes\":[\"wear\"]}";
        assertThat(desk.staff("PutSortingCentre", "NEAR", near).status()).isEqualTo(200);
        desk.order("O-2", Desk.order("wear/shirts", 3, 4990));
        String id = desk.approved("O-2", 1, "TOO_SMALL");
        Desk.Answer offered =
                desk.shopper("ArrangeCollection", id, "{\"position\":{\"latitude\":50.0,\"longitude\":8.2}}");
        assertThat(offered.status()).isEqualTo(202);
        assertThat(offered.body().path("slots")).hasSize(9);
        assertThat(desk.shopper("ArrangeCollection", id, "{\"position\":{\"latitude\":50.0,\"longitude\":8.2}}")
                        .code())
                .isEqualTo("COLLECTION_ARRANGED");
        String slot = offered.text("/slots/4/slotId");
        assertThat(desk.shopper("ChooseSlot", id, "{\"slotId\":\"" + slot + "\"}")
                        .code())
                .isEqualTo("NOT_AWAITED");
        steps.await(id, "slot", "t-1");
        assertThat(desk.shopper("ChooseSlot", id, "{\"slotId\":\"1999-01-01-08\"}")
                        .code())
                .isEqualTo("SLOT_UNKNOWN");
        assertThat(desk.shopper("ChooseSlot", id, "{\"slotId\":\"" + slot + "\"}")
                        .status())
                .isEqualTo(202);
        steps.move(id, "BOOK", ",\"fact\":{\"by\":\"shopper\",\"slotId\":\"" + slot + "\"}");
        steps.await(id, "collection", "t-2");
        assertThat(desk.staff("ScanReturn", id, "{\"kind\":\"received\"}").code())
                .isEqualTo("NOT_AWAITED");
        assertThat(desk.staff("ScanReturn", id, "{\"kind\":\"collected\"}").status())
                .isEqualTo(202);
        steps.move(id, "COLLECT", "");
        steps.move(id, "COLLECT", "");
        steps.move(id, "ROUTE", "");
        steps.move(id, "ROUTE", "");
        assertThat(steps.shown(id).text("/lifecycle/centreId")).isEqualTo("NEAR");
        desk.now = desk.now.plus(Duration.ofHours(30));
        steps.await(id, "receipt", "t-3");
        assertThat(desk.staff("ScanReturn", id, "{\"kind\":\"received\"}").status())
                .isEqualTo(202);
        steps.move(id, "RECEIVE", ",\"fact\":{\"by\":\"staff:clerk\"}");
        steps.await(id, "grading", "t-4");
        desk.now = desk.now.plus(Duration.ofHours(20));
        steps.settle(id, "[{\"lineId\":\"1\",\"condition\":\"flawed\"}]");
        assertThat(steps.sent(Outgoing.To.STOCK))
                .extracting(movement -> movement.path("onHandDelta").asInt())
                .as("came back, and was written off to be refurbished")
                .containsExactly(1, -1);
        assertThat(steps.shown(id).text("/lifecycle/clock/minutes")).isEqualTo("3000.0");
        assertThat(steps.sent(Outgoing.To.WORKFLOW_ANSWER)).hasSize(3);

        desk.order("O-3", Desk.order("wear/shirts", 3, 4990));
        String other = desk.approved("O-3", 1, "TOO_SMALL");
        desk.now = desk.now.minus(Duration.ofHours(50));
        desk.shopper("ArrangeCollection", other, "{\"position\":{\"latitude\":50.0,\"longitude\":8.2}}");
        steps.move(other, "COLLECT", "");
        assertThatThrownBy(() -> steps.move(other, "ROUTE", "")).hasMessageContaining("No sorting centre");
    }

    @Test
    void whatIsNeverHandedOverIsCancelledAndCanBeReturnedAgain() {
        desk.order("O-4", Desk.order("wear/shirts", 3, 4990));
        String id = desk.approved("O-4", 2, "TOO_SMALL");
        desk.shopper("ArrangeCollection", id, "{\"position\":{\"latitude\":50.0,\"longitude\":8.2}}");
        steps.move(id, "CANCEL", ",\"why\":\"Nothing was handed over in time.\"");
        steps.move(id, "CANCEL", ",\"why\":\"Nothing was handed over in time.\"");
        assertThat(steps.shown(id).text("/state")).isEqualTo("CANCELLED");
        assertThat(desk.shopper("GetReturnable", "O-4", null).text("/lines/0/left"))
                .isEqualTo("3");
        assertThatThrownBy(() -> steps.await(id, "slot", "late")).hasMessageContaining("CANCELLED");
    }

    @Test
    void reasonsAreCountedByNightAndReadByProduct() {
        desk.order("O-5", Desk.order("wear/shirts", 3, 4990));
        desk.approved("O-5", 2, "TOO_SMALL");
        assertThat(desk.shopper("GetReturnInsights", "WEAR-0005", null).status())
                .isEqualTo(404);
        desk.task("WriteReturnInsights", "{}");
        desk.task("WriteReturnInsights", "{}");
        Desk.Answer insights = desk.shopper("GetReturnInsights", "WEAR-0005", null);
        assertThat(insights.text("/reasons/TOO_SMALL")).isEqualTo("2");
        assertThat(insights.text("/states/APPROVED")).isEqualTo("2");
        assertThat(insights.text("/decisions/APPROVED/TOO_SMALL")).isEqualTo("2");
        assertThat(new String(desk.objects.get("insights/returns/signals.json"), StandardCharsets.UTF_8))
                .isEqualTo("{\"to\":\"2026-03-02\",\"skus\":{}}");
        assertThat(insights.body().path("signals")).isEmpty();
    }
}
