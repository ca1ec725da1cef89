package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Json;
import dev.tandem.returns.coupon.Coupon;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.policy.Money;
import dev.tandem.returns.rma.Alternative;
import dev.tandem.returns.rma.Compensation;
import dev.tandem.returns.rma.Decision;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnLine;
import dev.tandem.returns.rma.ReturnState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Goods and money in one step: what is booked to stock, what the shopper is paid and that both have happened are written in one
 * transaction, with the messages that tell stock and the payment system. Whatever of the two has happened before is not done again.
 */
public final class Settlement {
    private final LifecycleBook book;
    private final Outbox outbox;

    public Settlement(LifecycleBook book, Outbox outbox) {
        this.book = book;
        this.outbox = outbox;
    }

    /**
     * To be settled.
     *
     * @param fact with the grades; without, the goods are not there (yet) and the shopper is paid all the same
     */
    public record Wanted(String returnId, Instant at, LifecycleSteps.@Nullable Fact fact) {
        public Wanted {
            if (returnId == null || at == null) {
                throw new IllegalArgumentException("returnId and at are needed");
            }
        }
    }

    /** @param paidNow whether this call has paid; {@code disposedNow} whether it has booked the goods */
    public record Settled(Lifecycle life, boolean paidNow, boolean disposedNow) {}

    /** Whether there is such a return on its way; an execution started by hand may name any. */
    public boolean knows(String returnId) {
        return book.find(returnId).isPresent();
    }

    public Settled settle(Wanted wanted, Attempts attempts) {
        List<Grade> grades = wanted.fact() == null ? null : wanted.fact().grades();
        while (true) {
            // In this order: a lifecycle that is read after its return knows all that the return does.
            Return rma = book.rma(wanted.returnId()).orElseThrow();
            Lifecycle before = book.find(wanted.returnId()).orElseThrow();
            boolean pay = !before.paid() && rma.state() == ReturnState.HANDED_OVER;
            // Goods of a return that staff has rejected on its way are not ours.
            boolean ours = rma.state() == ReturnState.HANDED_OVER || rma.state() == ReturnState.SETTLED;
            boolean dispose = !before.disposed() && grades != null && ours;
            if (!pay && !dispose) {
                return new Settled(before, false, false);
            }
            LifecycleBook.Change change = change(wanted, before, rma, pay, dispose ? grades : null);
            Written written = book.commit(change, null);
            if (written == Written.DONE) {
                outbox.deliver(change.messages());
                return new Settled(change.after(), pay, dispose);
            }
            attempts.pause();
        }
    }

    private LifecycleBook.Change change(
            Wanted wanted, Lifecycle before, Return rma, boolean pay, @Nullable List<Grade> grades) {
        Instant at = wanted.at();
        List<Outgoing> messages = new ArrayList<>();
        Lifecycle after = before;
        Return moved = rma;
        Money wrong = rma.value().times(0);
        if (grades != null) {
            List<Disposal> disposals = disposals(rma, before, grades);
            for (ReturnLine line : rma.lines()) {
                if (wayOf(line, disposals) == Disposal.Way.SET_ASIDE) {
                    wrong = wrong.plus(line.unitPrice().times(line.quantity()));
                }
            }
            messages.addAll(movements(rma, before.location(), disposals, at));
            after = after.reach(Stage.GRADED, at).nowDisposed(disposals).reach(Stage.DISPOSED, at);
            moved = moved.step(moved.state(), LifecycleChanges.BY, words(disposals), at, null);
            if (wrong.minor() > 0) {
                String text = "Something else than what was sold came back.";
                messages.add(LifecycleChanges.escalation(rma, before, text, at));
                after = after.escalated(text);
            }
        }
        if (!pay) {
            return change(rma, moved, before, after, null, null, null, messages);
        }
        after = after.nowPaid();
        if (wrong.minor() > 0 && wrong.minor() == rma.value().minor()) {
            moved = moved.step(
                    ReturnState.REJECTED,
                    LifecycleChanges.BY,
                    "What came back is not what was sold, so nothing is paid.",
                    at,
                    null);
            Order order = book.order(rma.orderId()).orElseThrow();
            return change(
                    rma,
                    moved,
                    before,
                    after,
                    new Orders(order, LifecycleChanges.givenBack(order, rma)),
                    null,
                    null,
                    messages);
        }
        LifecycleBook.LedgerEntry entry = due(rma, wrong, at);
        Coupon coupon = entry.kind() == Compensation.COUPON
                ? book.signer().issue(rma.returnId(), rma.shopperId(), entry.amount(), at)
                : null;
        String text = switch (entry.kind()) {
            case COUPON -> "Coupon worth " + entry.amount().words() + ".";
            case EXCHANGE -> "Other goods were ordered for you in exchange.";
            case REFUND, KEEP -> "Refund of " + entry.amount().words() + ".";
        };
        switch (entry.kind()) {
            case COUPON -> {}
            case EXCHANGE -> messages.add(exchange(rma, after.disposals(), at));
            case REFUND, KEEP ->
                messages.add(new Outgoing(
                        entry.refundId(),
                        Outgoing.To.PAYMENT,
                        Json.mapper().valueToTree(entry).toString()));
        }
        moved = moved.step(ReturnState.SETTLED, LifecycleChanges.BY, text, at, null)
                .compensated(entry.kind(), coupon == null ? rma.couponCode() : coupon.code());
        return change(rma, moved, before, after, null, entry, coupon, messages);
    }

    /** What the shop's order system is told to send: nothing for goods that are not what was sold. */
    private static Outgoing exchange(Return rma, List<Disposal> disposals, Instant at) {
        String id = "exchange:" + rma.returnId();
        ObjectNode body = Json.object()
                .put("exchangeId", id)
                .put("returnId", rma.returnId())
                .put("orderId", rma.orderId())
                .put("shopperId", rma.shopperId())
                .put("at", at.toString())
                .put("correlationId", rma.correlationId());
        ArrayNode lines = body.putArray("lines");
        for (ReturnLine line : rma.lines()) {
            if (disposals.isEmpty() || wayOf(line, disposals) != Disposal.Way.SET_ASIDE) {
                lines.addObject()
                        .put("lineId", line.lineId())
                        .put("returned", line.sku())
                        .put("send", rma.replacement(line))
                        .put("quantity", line.quantity());
            }
        }
        return new Outgoing(id, Outgoing.To.EXCHANGE, body.toString());
    }

    private record Orders(Order before, Order after) {}

    private static LifecycleBook.Change change(
            Return rma,
            Return moved,
            Lifecycle before,
            Lifecycle after,
            @Nullable Orders orders,
            LifecycleBook.@Nullable LedgerEntry entry,
            @Nullable Coupon coupon,
            List<Outgoing> messages) {
        return new LifecycleBook.Change(
                rma,
                moved,
                before,
                after,
                orders == null ? null : orders.before(),
                orders == null ? null : orders.after(),
                entry,
                coupon,
                null,
                messages);
    }

    private List<Disposal> disposals(Return rma, Lifecycle life, List<Grade> grades) {
        Map<String, Grade.Condition> conditions = new HashMap<>();
        grades.forEach(grade -> conditions.put(grade.lineId(), grade.condition()));
        Centre centre = book.centres().stream()
                .filter(each -> each.centreId().equals(life.centreId()))
                .findFirst()
                .orElse(null);
        return rma.lines().stream()
                .map(line -> Disposal.of(
                        line,
                        conditions.getOrDefault(line.lineId(), Grade.Condition.WRONG_ITEM),
                        centre != null && centre.canRefurbish(line.category())))
                .toList();
    }

    private static Disposal.Way wayOf(ReturnLine line, List<Disposal> disposals) {
        return disposals.stream()
                .filter(disposal -> disposal.lineId().equals(line.lineId()))
                .findFirst()
                .orElseThrow()
                .way();
    }

    /**
     * What stock is told: goods for resale came back. Goods to be refurbished or recycled came back and were written off, so that the
     * ledger shows both and nobody can buy them. What is not ours is no stock.
     */
    private static List<Outgoing> movements(
            Return rma, @Nullable String location, List<Disposal> disposals, Instant at) {
        if (location == null) {
            throw new IllegalStateException("Return " + rma.returnId() + " was graded nowhere");
        }
        List<Outgoing> messages = new ArrayList<>();
        for (Disposal disposal : disposals) {
            if (disposal.way() == Disposal.Way.SET_ASIDE) {
                continue;
            }
            messages.add(movement(rma, location, disposal, disposal.quantity(), "RETURN", at));
            if (disposal.way() != Disposal.Way.RESALE) {
                messages.add(movement(rma, location, disposal, -disposal.quantity(), "WRITE_OFF", at));
            }
        }
        return messages;
    }

    private static Outgoing movement(
            Return rma, String location, Disposal disposal, int pieces, String cause, Instant at) {
        String id = "return:" + rma.returnId() + ":" + disposal.lineId() + ":" + cause;
        ObjectNode body = Json.object()
                .put("movementId", id)
                .put("location", location)
                .put("sku", disposal.sku())
                .put("onHandDelta", pieces)
                .put("cause", cause)
                .put("reference", rma.returnId())
                .put("correlationId", rma.correlationId())
                .put("at", at.toString());
        return new Outgoing(id, Outgoing.To.STOCK, body.toString());
    }

    private static String words(List<Disposal> disposals) {
        StringBuilder text = new StringBuilder("The goods were graded: ");
        for (int i = 0; i < disposals.size(); i++) {
            text.append(i == 0 ? "" : ", ")
                    .append("line ")
                    .append(disposals.get(i).lineId())
                    .append(" ")
                    .append(Json.mapper().valueToTree(disposals.get(i).way()).asText());
        }
        return text.append('.').toString();
    }

    /** What the shopper chose, less what did not come back; by default the refund that the decision named. */
    static LifecycleBook.LedgerEntry due(Return rma, Money wrong, Instant at) {
        Decision decision = rma.decision();
        if (decision == null) {
            throw new IllegalStateException("Return " + rma.returnId() + " was never decided");
        }
        Compensation kind = rma.compensation() == Compensation.KEEP ? Compensation.REFUND : rma.compensation();
        Money whole = decision.refund();
        Money refund = whole.less(wrong);
        // The courier's fee is for money back; who exchanges pays none.
        Money amount = kind == Compensation.EXCHANGE ? rma.value().less(wrong) : refund;
        if (kind == Compensation.COUPON) {
            Money offered = decision.alternatives().stream()
                    .filter(each -> each.choice() == Compensation.COUPON)
                    .map(Alternative::value)
                    .filter(java.util.Objects::nonNull)
                    .findFirst()
                    .orElse(whole);
            amount = wrong.minor() == 0 || whole.minor() == 0
                    ? offered
                    : new Money(
                            Math.multiplyExact(offered.minor(), refund.minor()) / whole.minor(), offered.currency());
        }
        return new LifecycleBook.LedgerEntry(
                "refund:" + rma.returnId(),
                rma.returnId(),
                rma.orderId(),
                rma.shopperId(),
                kind,
                amount,
                at,
                rma.correlationId());
    }
}
