package dev.tandem.returns.rma;

import dev.tandem.returns.policy.CustomerHistory;
import dev.tandem.returns.policy.Facts;
import dev.tandem.returns.policy.Judge;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policy;
import dev.tandem.returns.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides a return from policy and photos. A pure function. */
public final class Precheck {
    private Precheck() {}

    public static List<Facts> facts(Return rma, CustomerHistory history) {
        return rma.lines().stream()
                .map(line -> new Facts(
                        line.lineId(),
                        line.name(),
                        line.category(),
                        rma.region(),
                        rma.soldIn(),
                        rma.channel(),
                        line.reason(),
                        line.unitPrice(),
                        line.quantity(),
                        line.deliveredAt(),
                        rma.createdAt(),
                        line.sealed(),
                        history))
                .toList();
    }

    /** @param photos checks of the photos that are there; how many are needed is added here */
    static Decision decide(
            Return rma, Policy policy, List<Facts> facts, List<PhotoCheck> photos, int usablePhotos, Instant now) {
        List<Verdict> verdicts =
                facts.stream().map(each -> Judge.judge(policy, each)).toList();
        List<PhotoCheck> checks = new ArrayList<>(photos);
        int needed = verdicts.stream().mapToInt(Verdict::photos).max().orElse(0);
        if (usablePhotos < needed) {
            checks.add(new PhotoCheck(
                    null,
                    "count",
                    Outcome.REVIEW,
                    true,
                    "We need " + needed + (needed == 1 ? " photo" : " photos") + " and have " + usablePhotos
                            + " that can be judged.",
                    "Take a photo of the hang tag, then of the item as a whole"
                            + (needed > 1 ? ", then of what is wrong." : ".")));
        }
        return outcome(rma, policy, verdicts, checks, usablePhotos, facts, now);
    }

    private static Decision outcome(
            Return rma,
            Policy policy,
            List<Verdict> verdicts,
            List<PhotoCheck> checks,
            int usablePhotos,
            List<Facts> facts,
            Instant now) {
        Outcome byPolicy = verdicts.stream().map(Verdict::outcome).reduce(Outcome.APPROVED, Outcome::worse);
        Outcome byPhotos = checks.stream().map(PhotoCheck::outcome).reduce(Outcome.APPROVED, Outcome::worse);
        Outcome outcome = byPolicy.worse(byPhotos);
        boolean asks = verdicts.stream().anyMatch(Verdict::asksShopper)
                || checks.stream().anyMatch(PhotoCheck::retake);
        Money fee = verdicts.stream()
                .map(Verdict::fee)
                .max(Comparator.comparingLong(Money::minor))
                .orElseThrow();
        // One parcel, one fee; and where the shop is at fault for a part of it, none.
        Money due = rma.isShopsFault() ? new Money(0, fee.currency()) : fee;
        Money refund = rma.value().less(due);
        return new Decision(
                outcome,
                outcome == Outcome.REVIEW && asks,
                Decision.PRECHECK,
                now,
                policy.version(),
                null,
                verdicts,
                checks,
                usablePhotos,
                facts,
                refund,
                due,
                alternatives(rma, verdicts, refund, outcome));
    }

    /** What the shopper may choose from. The money is always among it; a coupon never where the shop is at fault. */
    static List<Alternative> alternatives(Return rma, List<Verdict> verdicts, Money refund, Outcome outcome) {
        List<Alternative> all = new ArrayList<>();
        if (outcome != Outcome.REJECTED) {
            all.add(new Alternative(
                    Compensation.REFUND, refund, "You get " + refund.words() + " back the way you paid."));
            if (!rma.isShopsFault() && verdicts.stream().allMatch(Verdict::coupon)) {
                int bonus =
                        verdicts.stream().mapToInt(Verdict::bonusPercent).min().orElse(0);
                Money worth = refund.plus(refund.percent(bonus));
                all.add(new Alternative(
                        Compensation.COUPON,
                        worth,
                        "You get a coupon of " + worth.words() + " instead, " + bonus + " % more than the money."));
            }
            if (verdicts.stream().allMatch(Verdict::exchange)) {
                all.add(new Alternative(
                        Compensation.EXCHANGE, null, "We send you another size or piece of the same item."));
            }
        }
        int keep = verdicts.stream().mapToInt(Verdict::keepPercent).min().orElse(0);
        if (keep > 0 && outcome != Outcome.REJECTED && !rma.isShopsFault()) {
            Money worth = rma.value().percent(keep);
            all.add(new Alternative(
                    Compensation.KEEP, worth, "You keep the item and get a coupon of " + worth.words() + "."));
        } else {
            all.add(new Alternative(Compensation.KEEP, null, "You keep the item and need not do anything."));
        }
        return all;
    }
}
