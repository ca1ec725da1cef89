package dev.tandem.returns.rma;

import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderDetails;
import dev.tandem.returns.policy.CustomerHistory;
import dev.tandem.returns.policy.Facts;
import dev.tandem.returns.policy.Ground;
import dev.tandem.returns.policy.Judge;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.policy.Outcome;
import dev.tandem.returns.policy.Policy;
import dev.tandem.returns.policy.Reason;
import dev.tandem.returns.policy.ReturnChannel;
import dev.tandem.returns.policy.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What of an order may be returned, before anybody has asked for it. */
public record Returnable(String orderId, String policyVersion, List<Line> lines) {

    /**
     * One line.
     *
     * @param left pieces that no return has taken
     * @param returnable whether a piece may come back just because it is not wanted
     * @param until for such a return; absent before delivery
     * @param faultUntil for a return because of a fault of the goods, which is free
     * @param options how it can come back; empty when it cannot
     * @param reasons why not, or what there is to know
     */
    public record Line(
            String lineId,
            String sku,
            String name,
            int quantity,
            int left,
            boolean returnable,
            @Nullable Instant until,
            @Nullable Instant faultUntil,
            List<Option> options,
            List<String> reasons) {}

    /** @param photos how many photos will be asked for */
    public record Option(ReturnChannel channel, Money fee, int photos, int couponBonusPercent) {}

    public static Returnable of(Order order, Policy policy, CustomerHistory history, Instant now) {
        return new Returnable(
                order.orderId(),
                policy.version(),
                order.details().lines().stream()
                        .map(line -> line(order, line, policy, history, now))
                        .toList());
    }

    private static Line line(Order order, OrderDetails.Line line, Policy policy, CustomerHistory history, Instant now) {
        List<Verdict> unwanted = Arrays.stream(ReturnChannel.values())
                .map(channel -> Judge.judge(policy, facts(order, line, channel, Reason.CHANGED_MIND, history, now)))
                .toList();
        Verdict faulty = Judge.judge(policy, facts(order, line, ReturnChannel.COURIER, Reason.DEFECTIVE, history, now));
        int left = order.left(line);
        List<Option> options = new ArrayList<>();
        for (int i = 0; i < unwanted.size(); i++) {
            Verdict verdict = unwanted.get(i);
            if (left > 0 && verdict.outcome() != Outcome.REJECTED) {
                options.add(new Option(
                        ReturnChannel.values()[i],
                        verdict.fee(),
                        verdict.photos(),
                        verdict.coupon() ? verdict.bonusPercent() : 0));
            }
        }
        List<String> reasons = new ArrayList<>();
        if (left == 0) {
            reasons.add("All pieces were returned or are on their way back.");
        }
        Outcome shown = options.isEmpty() ? Outcome.REJECTED : Outcome.APPROVED;
        unwanted.stream()
                .flatMap(verdict -> verdict.grounds().stream())
                .filter(ground -> shown == Outcome.APPROVED || ground.outcome() == Outcome.REJECTED)
                .map(Ground::text)
                .distinct()
                .forEach(reasons::add);
        return new Line(
                line.lineId(),
                line.sku(),
                line.name(),
                line.quantity(),
                left,
                !options.isEmpty(),
                unwanted.getFirst().until(),
                faulty.outcome() == Outcome.REJECTED ? null : faulty.until(),
                options,
                reasons);
    }

    private static Facts facts(
            Order order,
            OrderDetails.Line line,
            ReturnChannel channel,
            Reason reason,
            CustomerHistory history,
            Instant now) {
        return new Facts(
                line.lineId(),
                line.name(),
                line.category(),
                order.details().region(),
                order.details().salesChannel(),
                channel,
                reason,
                order.unitPrice(line),
                1,
                order.deliveredAt(line),
                now,
                null,
                history);
    }
}
