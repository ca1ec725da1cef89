package dev.tandem.returns.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What the rules of the house say, and what no rule can say. */
class JudgeTest {
    private static final Instant DELIVERED = Instant.parse("2026-03-01T12:00:00Z");
    private static final Policy HOUSE = Policies.BuiltIn.POLICY;

    private static Facts facts(String category, Reason reason, int daysAfter) {
        return facts(category, "DE", SalesChannel.ONLINE, reason, daysAfter, null);
    }

    private static Facts facts(
            String category, String region, SalesChannel soldIn, Reason reason, int daysAfter, Boolean sealed) {
        return new Facts(
                "1",
                "Shirt",
                category,
                region,
                soldIn,
                ReturnChannel.COURIER,
                reason,
                new Money(4990, "EUR"),
                1,
                DELIVERED,
                DELIVERED.plus(Duration.ofDays(daysAfter)),
                sealed,
                CustomerHistory.NONE);
    }

    private static Outcome outcome(Facts facts) {
        return Judge.judge(HOUSE, facts).outcome();
    }

    @Test
    void theWindowCountsFromDeliveryToTheEndOfItsLastDayWherever() {
        assertThat(outcome(facts("wear", Reason.TOO_SMALL, 30))).isEqualTo(Outcome.APPROVED);
        assertThat(outcome(facts("wear", Reason.TOO_SMALL, 33))).isEqualTo(Outcome.REJECTED);
        assertThat(outcome(facts("toys/trains", Reason.TOO_SMALL, 33))).isEqualTo(Outcome.APPROVED);
        assertThat(outcome(facts("toysrus", Reason.TOO_SMALL, 33)))
                .as("no prefix of a word")
                .isEqualTo(Outcome.REJECTED);
    }

    @Test
    void aQualityFaultOutlivesTheWindowFinalSaleAndTheSeal() {
        assertThat(outcome(facts("wear", Reason.DEFECTIVE, 400))).isEqualTo(Outcome.REVIEW);
        assertThat(outcome(facts("wear", Reason.DEFECTIVE, 800))).isEqualTo(Outcome.REJECTED);
        assertThat(outcome(facts("custom", Reason.DEFECTIVE, 3))).isEqualTo(Outcome.APPROVED);
        assertThat(outcome(facts("custom", Reason.NOT_LIKED, 3))).isEqualTo(Outcome.REJECTED);
        assertThat(outcome(facts("underwear", "DE", SalesChannel.ONLINE, Reason.DEFECTIVE, 3, false)))
                .isEqualTo(Outcome.APPROVED);
        assertThat(outcome(facts("wear", "US", SalesChannel.ONLINE, Reason.DEFECTIVE, 400, null)))
                .isEqualTo(Outcome.REJECTED);
        assertThat(outcome(facts("wear", "GB-ENG", SalesChannel.ONLINE, Reason.DEFECTIVE, 800, null)))
                .isEqualTo(Outcome.REVIEW);
    }

    @Test
    void hygieneGoodsNeedTheirSealAndTheShopperIsAsked() {
        Verdict asked = Judge.judge(HOUSE, facts("underwear", Reason.TOO_SMALL, 3));
        assertThat(asked.outcome()).isEqualTo(Outcome.REVIEW);
        assertThat(asked.asksShopper()).isTrue();
        assertThat(outcome(facts("underwear", "DE", SalesChannel.ONLINE, Reason.TOO_SMALL, 3, true)))
                .isEqualTo(Outcome.APPROVED);
        assertThat(outcome(facts("underwear", "DE", SalesChannel.ONLINE, Reason.TOO_SMALL, 3, false)))
                .isEqualTo(Outcome.REJECTED);
    }

    @Test
    void everyRuleThatHoldsIsNamed() {
        Verdict verdict = Judge.judge(HOUSE, facts("toys", Reason.NOT_LIKED, 3));
        assertThat(verdict.grounds()).extracting(Ground::rule).contains("courier-fee", "christmas-gifts");
        assertThat(verdict.fee()).isEqualTo(new Money(299, "EUR"));
        assertThat(Judge.judge(HOUSE, facts("toys", Reason.ARRIVED_LATE, 3)).fee())
                .isEqualTo(new Money(0, "EUR"));
    }

    /** Whatever rules are in a policy, valid or not: the law's floor holds and a shop's fault is free. */
    @Test
    void noPolicyUndercutsTheLaw() {
        Random random = new Random(20260302);
        for (int trial = 0; trial < 3_000; trial++) {
            Policy policy = randomPolicy(random);
            Reason reason = Reason.values()[random.nextInt(Reason.values().length)];
            int days = random.nextInt(15);
            Facts facts = facts("wear/shirts", "FR", SalesChannel.ONLINE, reason, days, true);
            Verdict verdict = Judge.judge(policy, facts);
            boolean exempt =
                    policy.rules().stream().anyMatch(rule -> rule.then().exemption() != null)
                            || policy.defaults().exemption() != null;
            if (reason.isQualityFault() || !exempt) {
                assertThat(verdict.outcome()).as("%s %s", policy, facts).isNotEqualTo(Outcome.REJECTED);
            }
            if (reason.isShopsFault()) {
                assertThat(verdict.fee().minor()).isZero();
                assertThat(verdict.coupon()).isFalse();
            }
            assertThat(verdict).isEqualTo(Judge.judge(policy, facts));
        }
    }

    private static Policy randomPolicy(Random random) {
        List<Rule> rules = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            rules.add(new Rule("r" + i, null, randomTerms(random), "Because."));
        }
        return new Policy("v", "t", Instant.EPOCH, null, randomTerms(random), rules);
    }

    private static Terms randomTerms(Random random) {
        boolean sale = random.nextInt(4) == 0;
        return new Terms(
                random.nextBoolean() ? random.nextInt(40) : null,
                random.nextBoolean() ? Map.of("EUR", (long) random.nextInt(1000)) : null,
                sale ? Boolean.TRUE : null,
                sale && random.nextBoolean() ? Terms.Exemption.CUSTOM_MADE : null,
                random.nextBoolean() ? random.nextBoolean() : null,
                random.nextInt(7),
                random.nextBoolean(),
                random.nextInt(100),
                random.nextBoolean(),
                random.nextInt(90),
                random.nextInt(5) == 0);
    }
}
