package dev.tandem.returns.lifecycle;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.Json;
import dev.tandem.returns.order.Orders.Written;
import dev.tandem.returns.rma.Return;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The steps that the workflow takes. Each may come again, after a timeout that it survived or a process that died: what has happened is
 * then found and not done twice.
 */
public final class LifecycleSteps {
    private final LifecycleBook book;
    private final Outbox outbox;
    private final LifecycleChanges changes;

    public LifecycleSteps(LifecycleBook book, Outbox outbox) {
        this.book = book;
        this.changes = new LifecycleChanges(book);
        this.outbox = outbox;
    }

    /** What a step may be. */
    public enum Move {
        SCAN,
        BOOK,
        COLLECT,
        ROUTE,
        RECEIVE,
        /** A wait whose time ran out. Staff is told. */
        ESCALATE,
        /** Nobody was there, or the courier did not come: other slots are offered. */
        OFFER_AGAIN,
        /** Nothing was handed over in time: the shopper keeps the goods, and may return them another time. */
        CANCEL,
        /** The goods are given up. Staff is told. */
        LOSE,
        /** The return was kept, cancelled or rejected in the meantime. */
        CLOSE,
        /** A step failed for good. Staff is told; what was not handed over can be arranged anew. */
        FAIL
    }

    /**
     * A step.
     *
     * @param at when the workflow came to it
     * @param fact what somebody told, for the steps that follow from it
     * @param why of an escalation, a new offer or a failure; the same words are recorded once
     */
    public record Wanted(
            String returnId,
            Move move,
            Instant at,
            @Nullable Fact fact,
            @Nullable String why) {
        public Wanted {
            if (returnId == null || move == null || at == null) {
                throw new IllegalArgumentException("returnId, move and at are needed");
            }
        }
    }

    /** What somebody told the workflow. */
    public record Fact(
            @Nullable String by,
            @Nullable String slotId,
            @Nullable String location,
            @Nullable List<Grade> grades) {}

    /** @param changed false for a repeat */
    public record Moved(Lifecycle life, boolean changed) {}

    /** Whether there is such a return on its way; an execution started by hand may name any. */
    public boolean knows(String returnId) {
        return book.find(returnId).isPresent();
    }

    /** Remembers whose turn it is. The token given last counts. */
    public Lifecycle await(String returnId, Wait step, String token, Instant at, Attempts attempts) {
        while (true) {
            Return rma = goingOn(returnId);
            Lifecycle before = life(returnId);
            if (before.disposed()) {
                throw new ReturnEndedException(returnId, rma.state());
            }
            Lifecycle.Told told = before.told();
            if (told != null && told.step() == step) {
                // It was told in the moment in which the wait before ran out. The relay gives the answer: a task of the
                // workflow has no
                // right to the workflow, which would have to exist before it.
                Lifecycle heard = before.answered(told);
                Outgoing message = Outgoing.answer(heard, token, Json.tree(told.fact()));
                if (book.commit(LifecycleBook.Change.of(before, heard, List.of(message)), null) == Written.DONE) {
                    return heard;
                }
                attempts.pause();
                continue;
            }
            Lifecycle after = before.waiting(new Lifecycle.Waiting(step, token, at));
            if (commit(LifecycleBook.Change.of(before, after, List.of()), attempts)) {
                return after;
            }
        }
    }

    /** Moves a return on. Throws {@link ReturnEndedException} and {@link NoCentreException}, which the workflow knows. */
    public Moved move(Wanted wanted, Attempts attempts) {
        while (true) {
            Lifecycle before = life(wanted.returnId());
            if (repeated(wanted, before)) {
                return new Moved(before, false);
            }
            LifecycleBook.Change change = wanted.move() == Move.CLOSE
                    ? changes.close(book.rma(wanted.returnId()).orElseThrow(), before, wanted.at())
                    : changes.of(wanted, goingOn(wanted.returnId()), before);
            if (commit(change, attempts)) {
                return new Moved(change.after(), true);
            }
        }
    }

    private static boolean repeated(Wanted wanted, Lifecycle life) {
        return switch (wanted.move()) {
            case SCAN -> life.has(Stage.SCANNED);
            case BOOK -> life.stage() == Stage.BOOKED;
            case COLLECT -> life.has(Stage.COLLECTED);
            case ROUTE -> life.has(Stage.ROUTED);
            case RECEIVE -> life.has(Stage.RECEIVED);
            case ESCALATE, OFFER_AGAIN -> life.escalations().contains(wanted.why());
            case CANCEL, LOSE -> life.stage() == Stage.ENDED;
            case CLOSE -> life.over();
            case FAIL -> life.stage() == Stage.FAILED;
        };
    }

    private Lifecycle life(String returnId) {
        return book.find(returnId)
                .orElseThrow(() -> new IllegalStateException("Return " + returnId + " has no lifecycle"));
    }

    private Return goingOn(String returnId) {
        Return rma = book.rma(returnId).orElseThrow(() -> new IllegalStateException("No return " + returnId));
        if (!goesOn(rma, book.find(returnId).orElse(null))) {
            throw new ReturnEndedException(returnId, rma.state());
        }
        return rma;
    }

    /** Paid already is still going on: the goods may have to be booked. */
    static boolean goesOn(Return rma, @Nullable Lifecycle life) {
        return switch (rma.state()) {
            case APPROVED, HANDED_OVER -> true;
            case SETTLED -> life != null && life.paid();
            case REQUESTED, IN_REVIEW, REJECTED, CANCELLED -> false;
        };
    }

    private boolean commit(LifecycleBook.Change change, Attempts attempts) {
        if (book.commit(change, null) == Written.DONE) {
            outbox.deliver(change.messages());
            return true;
        }
        attempts.pause();
        return false;
    }
}
