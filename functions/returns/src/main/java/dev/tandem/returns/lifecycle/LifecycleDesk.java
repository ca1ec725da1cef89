package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Json;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.policy.ReturnChannel;
import dev.tandem.returns.rma.Return;
import dev.tandem.returns.rma.ReturnState;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What shoppers, couriers and staff tell of a return that is on its way. Each is a fact for the workflow: it is written with the answer to
 * the caller and handed over after it; the workflow then moves the return on, by its own clock.
 */
public final class LifecycleDesk {
    private final LifecycleBook book;
    private final Outbox outbox;
    private final Clock clock;

    public LifecycleDesk(LifecycleBook book, Outbox outbox, Clock clock) {
        this.book = book;
        this.outbox = outbox;
        this.clock = clock;
    }

    /**
     * Offers the shopper times for a courier to call, and starts the workflow that waits for the choice. When it is under way already,
     * what was offered stays.
     *
     * @throws ConflictException {@code RETURN_NOT_APPROVED}, {@code CHANNEL_DIFFERS}, {@code COLLECTION_ARRANGED}
     */
    public Lifecycle arrange(
            String returnId,
            Position pickUp,
            Caller caller,
            Function<Lifecycle, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Return rma = owned(returnId, caller);
            requireApproved(rma, ReturnChannel.COURIER);
            Lifecycle before = book.find(returnId).orElse(null);
            if (before != null && !before.over()) {
                throw new ConflictException(
                        "COLLECTION_ARRANGED", "Slots were offered already: choose one, or wait for the courier.");
            }
            Instant now = now();
            Lifecycle after = Lifecycle.begin(
                    returnId,
                    ReturnChannel.COURIER,
                    before == null ? 1 : before.attempt() + 1,
                    Stage.ARRANGING,
                    pickUp,
                    Slot.offer(now, Slot.zone(rma.region())),
                    null,
                    before == null ? 1 : before.version() + 1);
            Return moved = rma.step(
                    rma.state(),
                    caller.name(),
                    "Times for a courier were offered.",
                    now,
                    now.plus(Lifecycle.SLOT_CHOICE));
            if (done(LifecycleBook.Change.of(rma, moved, before, after, List.of(start(after))), answer, attempts)) {
                return after;
            }
        }
    }

    /** The shopper takes a slot. Throws 422 {@code SLOT_UNKNOWN} and 409 {@code NOT_AWAITED}. */
    public Lifecycle choose(
            String returnId, String slotId, Caller caller, Function<Lifecycle, FirstAnswer> answer, Attempts attempts) {
        owned(returnId, caller);
        return tell(returnId, Set.of(Wait.SLOT), caller, answer, attempts, (life, fact) -> {
            if (life.offered().stream().noneMatch(slot -> slot.slotId().equals(slotId))) {
                throw new UnprocessableException("SLOT_UNKNOWN", "That slot was not offered.");
            }
            fact.put("slotId", slotId);
        });
    }

    /** What a scanner may say. */
    public enum Scan {
        COLLECTED,
        RECEIVED,
        STORE
    }

    /**
     * A scan of the parcel or of the goods. In a store it is the first that is heard of the goods, and starts the clock.
     *
     * @param location needed in a store: where the goods are booked to stock
     * @throws ConflictException {@code RETURN_NOT_APPROVED}, {@code CHANNEL_DIFFERS}, {@code NOT_AWAITED}, {@code RETURN_ENDED}
     */
    public Lifecycle scan(
            String returnId,
            Scan scan,
            @Nullable String location,
            Caller caller,
            Function<Lifecycle, FirstAnswer> answer,
            Attempts attempts) {
        return switch (scan) {
            case COLLECTED -> tell(returnId, Set.of(Wait.COLLECTION), caller, answer, attempts, (life, fact) -> {});
            case RECEIVED ->
                tell(returnId, Set.of(Wait.RECEIPT), caller, answer, attempts, (life, fact) -> {
                    if (location != null) {
                        fact.put("location", centreAt(location).location());
                    }
                });
            case STORE -> inStore(returnId, location, caller, answer, attempts);
        };
    }

    private Centre centreAt(String location) {
        return book.centres().stream()
                .filter(centre ->
                        centre.centreId().equals(location) || centre.location().equals(location))
                .findFirst()
                .orElseThrow(() -> new UnprocessableException("CENTRE_UNKNOWN", "No sorting centre is " + location));
    }

    private Lifecycle inStore(
            String returnId,
            @Nullable String location,
            Caller caller,
            Function<Lifecycle, FirstAnswer> answer,
            Attempts attempts) {
        if (location == null || !Centre.isId(location)) {
            throw new UnprocessableException("LOCATION_NEEDED", "Say in which store the goods were scanned.");
        }
        while (true) {
            Return rma = owned(returnId, caller);
            Lifecycle before = book.find(returnId).orElse(null);
            if (before != null && !before.over()) {
                throw new ConflictException("NOT_AWAITED", "The return is on its way already.");
            }
            // Goods that were turned away and that staff take after all are in the house, however they came.
            requireApproved(rma, before != null && before.disposed() ? rma.channel() : ReturnChannel.STORE);
            Instant now = now();
            Lifecycle after = Lifecycle.begin(
                    returnId,
                    ReturnChannel.STORE,
                    before == null ? 1 : before.attempt() + 1,
                    Stage.ARRANGING,
                    null,
                    List.of(),
                    location,
                    before == null ? 1 : before.version() + 1);
            Return moved = rma.step(
                    ReturnState.HANDED_OVER, caller.name(), "The goods were scanned at " + location + ".", now, null);
            if (done(LifecycleBook.Change.of(rma, moved, before, after, List.of(start(after))), answer, attempts)) {
                return after;
            }
        }
    }

    /**
     * How each line was found, by who holds the goods: in a sorting centre or in a store, where it writes the return off.
     *
     * @throws UnprocessableException {@code LINES_DIFFER} unless each line is graded once
     */
    public Lifecycle grade(
            String returnId,
            List<Grade> grades,
            Caller caller,
            Function<Lifecycle, FirstAnswer> answer,
            Attempts attempts) {
        Return rma = owned(returnId, caller);
        Set<String> lines = rma.lines().stream().map(line -> line.lineId()).collect(Collectors.toSet());
        Set<String> graded = new HashSet<>();
        if (!grades.stream().allMatch(grade -> graded.add(grade.lineId())) || !graded.equals(lines)) {
            throw new UnprocessableException("LINES_DIFFER", "Grade each line of the return once: " + lines + ".");
        }
        return tell(
                returnId,
                Set.of(Wait.GRADING, Wait.WRITE_OFF),
                caller,
                answer,
                attempts,
                (life, fact) -> fact.set("grades", Json.mapper().valueToTree(grades)));
    }

    private interface Teller {
        void tell(Lifecycle life, ObjectNode fact);
    }

    private Lifecycle tell(
            String returnId,
            Set<Wait> awaited,
            Caller caller,
            Function<Lifecycle, FirstAnswer> answer,
            Attempts attempts,
            Teller teller) {
        while (true) {
            // In this order: a lifecycle that is read after its return knows all that the return does.
            Return rma = owned(returnId, caller);
            Lifecycle before = book.find(returnId).orElse(null);
            if (!LifecycleSteps.goesOn(rma, before)) {
                throw new ConflictException("RETURN_ENDED", "The return is " + rma.state() + ".");
            }
            Lifecycle.Waiting waiting = before == null ? null : before.waiting();
            if (before == null || waiting == null || !awaited.contains(waiting.step())) {
                throw new ConflictException(
                        "NOT_AWAITED",
                        waiting == null
                                ? "Nothing of the kind is awaited right now."
                                : "What is awaited is " + Json.write(waiting.step()) + ".");
            }
            ObjectNode fact = Json.object().put("by", caller.name());
            teller.tell(before, fact);
            Lifecycle after = before.answered(new Lifecycle.Told(waiting.step(), fact.toString()));
            Outgoing message = Outgoing.answer(after, waiting.token(), fact);
            if (done(LifecycleBook.Change.of(before, after, List.of(message)), answer, attempts)) {
                return after;
            }
        }
    }

    private static Outgoing start(Lifecycle life) {
        String name = "return-" + life.returnId() + "-" + life.attempt();
        JsonNode input = Json.object()
                .put("returnId", life.returnId())
                .put("channel", life.channel() == ReturnChannel.STORE ? "store" : "courier");
        return new Outgoing(
                "start:" + name,
                Outgoing.To.WORKFLOW_START,
                Json.object().put("name", name).set("input", input).toString());
    }

    private Return owned(String returnId, Caller caller) {
        return book.rma(returnId)
                .filter(rma -> caller.maySee(rma.shopperId()))
                .orElseThrow(() -> new NotFoundException("RETURN_NOT_FOUND", "There is no such return of yours."));
    }

    private static void requireApproved(Return rma, ReturnChannel channel) {
        if (rma.state() != ReturnState.APPROVED) {
            throw new ConflictException("RETURN_NOT_APPROVED", "The return is " + rma.state() + ".");
        }
        if (rma.channel() != channel) {
            throw new ConflictException(
                    "CHANNEL_DIFFERS", "The return was asked for by " + Json.write(rma.channel()) + ".");
        }
    }

    private boolean done(LifecycleBook.Change change, Function<Lifecycle, FirstAnswer> answer, Attempts attempts) {
        Written written = book.commit(change, answer.apply(change.after()));
        switch (written) {
            case DONE -> outbox.deliver(change.messages());
            case REPEATED -> throw new RepeatedException();
            case OVERTAKEN -> attempts.pause();
        }
        return written == Written.DONE;
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
