package dev.tandem.returns.lifecycle;

import dev.tandem.commons.Json;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnState;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What each step of the workflow changes, before it is written. */
final class LifecycleChanges {
    /** As timelines have it. */
    static final String BY = "lifecycle";

    private final LifecycleBook book;

    LifecycleChanges(LifecycleBook book) {
        this.book = book;
    }

    LifecycleBook.Change of(LifecycleSteps.Wanted wanted, Return rma, Lifecycle life) {
        Instant at = wanted.at();
        String why = wanted.why() == null ? "" : wanted.why();
        return switch (wanted.move()) {
            case SCAN -> plain(rma, life, life.reach(Stage.SCANNED, at), rma.state(), null, at);
            case BOOK -> {
                String slotId = fact(wanted).slotId();
                Slot slot = life.offered().stream()
                        .filter(each -> each.slotId().equals(slotId))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("Slot " + slotId + " was not offered"));
                String text = "A courier comes from " + slot.from() + " to " + slot.until() + ".";
                yield plain(rma, life, life.reach(Stage.BOOKED, at).booked(slot), rma.state(), text, at);
            }
            case COLLECT ->
                plain(
                        rma,
                        life,
                        life.reach(Stage.COLLECTED, at),
                        ReturnState.HANDED_OVER,
                        "The courier has collected the goods.",
                        at);
            case ROUTE -> route(rma, life, at);
            case RECEIVE -> {
                String location = fact(wanted).location();
                Lifecycle after = life.reach(Stage.RECEIVED, at);
                // A parcel that went astray is graded where it is, not where it should be.
                Lifecycle there = location == null
                        ? after
                        : book.centres().stream()
                                .filter(centre -> centre.location().equals(location))
                                .findFirst()
                                .map(after::routed)
                                .orElse(after);
                yield plain(rma, life, there, rma.state(), "The goods are at " + there.location() + ".", at);
            }
            case ESCALATE -> escalate(rma, life, life.escalated(why), why, at);
            case OFFER_AGAIN -> {
                Lifecycle after = life.escalated(why)
                        .reach(Stage.ARRANGING, at)
                        .offering(Slot.offer(at, Slot.zone(rma.region())));
                yield escalate(rma, life, after, why + " Please choose another time.", at);
            }
            case CANCEL -> cancel(rma, life, at, why);
            case LOSE -> escalate(rma, life, life.escalated(why).reach(Stage.ENDED, at), why, at);
            case CLOSE -> close(rma, life, at);
            case FAIL -> escalate(rma, life, life.escalated(why).reach(Stage.FAILED, at), failure(rma), at);
        };
    }

    LifecycleBook.Change close(Return rma, Lifecycle life, Instant at) {
        Lifecycle after = life.reach(Stage.ENDED, at);
        if (rma.state() != ReturnState.REJECTED || !life.handedOver()) {
            return LifecycleBook.Change.of(life, after, List.of());
        }
        String text = "The goods of a rejected return are with us: they go back to the shopper.";
        return escalate(rma, life, life.escalated(text).reach(Stage.ENDED, at), text, at);
    }

    private static String failure(Return rma) {
        return rma.state() == ReturnState.HANDED_OVER
                ? "Something went wrong with us; staff was told, and you are paid all the same."
                : "Something went wrong with us; staff was told. Please arrange it again.";
    }

    private static LifecycleSteps.Fact fact(LifecycleSteps.Wanted wanted) {
        if (wanted.fact() == null) {
            throw new IllegalArgumentException("The step needs what was told");
        }
        return wanted.fact();
    }

    private static LifecycleBook.Change plain(
            Return rma, Lifecycle before, Lifecycle after, ReturnState state, @Nullable String text, Instant at) {
        if (text == null) {
            return LifecycleBook.Change.of(before, after, List.of());
        }
        return LifecycleBook.Change.of(
                rma, rma.step(state, BY, text, at, deadline(rma, state, after, at)), before, after, List.of());
    }

    /** By when the next thing has to happen: the shopper's part before the goods are handed over, ours after it. */
    private static @Nullable Instant deadline(Return rma, ReturnState state, Lifecycle after, Instant at) {
        if (state == ReturnState.HANDED_OVER) {
            return after.clock().map(Lifecycle.Clock::dueAt).orElse(null);
        }
        return switch (after.stage()) {
            case BOOKED -> after.slot() == null ? rma.deadline() : after.slot().until();
            // Slots are offered again, or may be asked for again.
            case ARRANGING, FAILED -> state == ReturnState.APPROVED ? at.plus(Lifecycle.SLOT_CHOICE) : rma.deadline();
            case COLLECTED, ROUTED, RECEIVED, SCANNED, GRADED, DISPOSED, ENDED -> rma.deadline();
        };
    }

    private LifecycleBook.Change route(Return rma, Lifecycle life, Instant at) {
        Position from = life.pickUp();
        if (from == null) {
            throw new IllegalStateException("A return by courier has a place of pick-up");
        }
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        List<Centre> centres = book.centres();
        Centre best = CentreChoice.ranked(
                        from,
                        rma.lines().stream()
                                .map(line -> line.category())
                                .distinct()
                                .toList(),
                        centres,
                        book.load(centres, day))
                .stream()
                .findFirst()
                .orElseThrow(NoCentreException::new);
        Return after = rma.step(
                rma.state(), BY, "The goods go to the sorting centre " + best.centreId() + ".", at, rma.deadline());
        return new LifecycleBook.Change(
                rma,
                after,
                life,
                life.routed(best).reach(Stage.ROUTED, at),
                null,
                null,
                null,
                null,
                new LifecycleBook.Load(best, day),
                List.of());
    }

    private static LifecycleBook.Change escalate(
            Return rma, Lifecycle before, Lifecycle after, String text, Instant at) {
        return LifecycleBook.Change.of(
                rma,
                rma.step(rma.state(), BY, text, at, deadline(rma, rma.state(), after, at)),
                before,
                after,
                List.of(escalation(rma, before, text, at)));
    }

    /** @param life absent before there is one */
    static Outgoing escalation(Return rma, @Nullable Lifecycle life, String text, Instant at) {
        String id =
                "escalation:" + rma.returnId() + ":" + rma.version() + ":" + (life == null ? 0 : life.version() + 1);
        return new Outgoing(
                id,
                Outgoing.To.ESCALATION,
                Json.object()
                        .put("escalationId", id)
                        .put("returnId", rma.returnId())
                        .put("stage", life == null ? null : life.stage().name())
                        .put("location", life == null ? null : life.location())
                        .put("text", text)
                        .put("at", at.toString())
                        .put("correlationId", rma.correlationId())
                        .toString());
    }

    private LifecycleBook.Change cancel(Return rma, Lifecycle life, Instant at, String why) {
        Return after = rma.step(ReturnState.CANCELLED, BY, why, at, null);
        Order order = book.order(rma.orderId()).orElseThrow();
        return new LifecycleBook.Change(
                rma,
                after,
                life,
                life.reach(Stage.ENDED, at),
                order,
                givenBack(order, rma),
                null,
                null,
                null,
                List.of());
    }

    /** The order when the pieces of a return are not coming any more. */
    static Order givenBack(Order order, Return rma) {
        Map<String, Integer> pieces = new HashMap<>();
        rma.pieces().forEach((line, count) -> pieces.put(line, -count));
        return order.taking(pieces);
    }
}
