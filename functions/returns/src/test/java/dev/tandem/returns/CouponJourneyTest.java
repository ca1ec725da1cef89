package dev.tandem.returns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.commons.dynamodb.Items;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Coupons: issued once, used once, and worth only what they were signed for. */
class CouponJourneyTest {
    private final Desk desk = new Desk();

    private String coupon() {
        desk.order("O-1", Desk.order("wear/socks", 2, 500));
        String id = desk.approved("O-1", 2, "NOT_LIKED");
        Desk.Answer kept = desk.shopper("ChooseCompensation", id, "{\"choice\":\"keep\"}");
        assertThat(kept.text("/state")).isEqualTo("SETTLED");
        assertThat(desk.shopper("ChooseCompensation", id, "{\"choice\":\"keep\"}")
                        .text("/couponCode"))
                .isEqualTo(kept.text("/couponCode"));
        assertThat(desk.shopper("GetReturnable", "O-1", null).text("/lines/0/left"))
                .isEqualTo("0");
        return kept.text("/couponCode");
    }

    @Test
    void aKeptItemIsPaidInPartByACouponThatWorksOnce() throws Exception {
        String code = coupon();
        assertThat(desk.shopper("GetCoupon", code, null).text("/value/minor")).isEqualTo("400");
        assertThat(desk.call("GetCoupon", code, null, "somebody-else", "", "k").status())
                .isEqualTo(404);

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Desk.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String order = "O-1" + i;
                calls.add(() -> desk.shopper("RedeemCoupon", code, "{\"orderId\":\"" + order + "\"}"));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Desk.Answer> call : threads.invokeAll(calls)) {
                statuses.add(call.get().status());
            }
            assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
            assertThat(statuses).filteredOn(status -> status == 409).hasSize(7);
        }
        assertThat(desk.staff("RevokeCoupon", code, "{\"reason\":\"x\"}").code())
                .isEqualTo("COUPON_REDEEMED");
    }

    @Test
    void anEndedOrForgedCouponIsWorthNothing() {
        String code = coupon();
        char last = code.charAt(code.length() - 1);
        String forged = code.substring(0, code.length() - 1) + (last == 'A' ? 'B' : 'A');
        assertThat(desk.shopper("GetCoupon", forged, null).status()).isEqualTo(404);
        assertThat(desk.shopper("RedeemCoupon", "nonsense", "{\"orderId\":\"O-2\"}")
                        .status())
                .isEqualTo(404);

        desk.now = desk.now.plus(Duration.ofDays(1200));
        assertThat(desk.shopper("GetCoupon", code, null).text("/state")).isEqualTo("EXPIRED");
        assertThat(desk.shopper("RedeemCoupon", code, "{\"orderId\":\"O-2\"}").status())
                .isEqualTo(410);
        assertThat(desk.staff("RevokeCoupon", code, "{\"reason\":\"x\"}").text("/state"))
                .isEqualTo("REVOKED");
        assertThat(desk.shopper("RedeemCoupon", code, "{\"orderId\":\"O-2\"}").code())
                .isEqualTo("COUPON_REVOKED");
    }

    @Test
    void whoeverRaisesItsValueInTheTableBreaksItsSignature() {
        String code = coupon();
        String table = desk.environment.require("COUPON_TABLE");
        var key = Map.of("pk", Items.of("COUPON#" + code.substring(0, 16)));
        String document = Items.text(
                desk.dynamoDb
                        .getItem(request -> request.tableName(table).key(key))
                        .item(),
                "document");
        desk.dynamoDb.updateItem(request -> request.tableName(table)
                .key(key)
                .updateExpression("SET document = :raised")
                .expressionAttributeValues(
                        Map.of(":raised", Items.of(document.replace("\"minor\":400", "\"minor\":400000")))));
        assertThat(desk.shopper("RedeemCoupon", code, "{\"orderId\":\"O-2\"}").status())
                .isEqualTo(404);
    }
}
