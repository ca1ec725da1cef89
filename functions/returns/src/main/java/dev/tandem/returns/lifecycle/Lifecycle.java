package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.tandem.returns.policy.ReturnChannel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the goods of one return. Immutable, as a return is. All times are those of the workflow, so that they are of one clock.
 *
 * @param attempt counts the workflows that were started for it
 * @param passages every stage reached, in order
 * @param location where the goods are booked to stock
 * @param escalations waits whose time ran out, and failures
 * @param paid whether the shopper has what is due
 * @param disposed whether the goods are booked
 * @param told a fact that the workflow is not known to have heard
 */
public record Lifecycle(
        String returnId,
        ReturnChannel channel,
        int attempt,
        Stage stage,
        List<Passage> passages,
        @Nullable Position pickUp,
        List<Slot> offered,
        @Nullable Slot slot,
        @Nullable String centreId,
        @Nullable String location,
        List<Disposal> disposals,
        List<String> escalations,
        boolean paid,
        boolean disposed,
        @Nullable Waiting waiting,
        @Nullable Told told,
        long version) {

    /** From when goods are collected until they are on sale again. */
    static final Duration COURIER_PROMISE = Duration.ofHours(72);

    /** From when goods are scanned in a store until they are written off. */
    static final Duration STORE_PROMISE = Duration.ofMinutes(15);

    /** How long the workflow waits for the choice of a slot. */
    static final Duration SLOT_CHOICE = Duration.ofDays(14);

    /** A stage was reached. */
    public record Passage(Stage stage, Instant at) {}

    /** The workflow waits, and goes on with whoever gives the token back. */
    public record Waiting(Wait step, String token, Instant since) {}

    /**
     * What somebody told while it waited. When the wait ran out in that very moment, the next wait for the same finds it here.
     *
     * @param fact JSON
     */
    public record Told(Wait step, String fact) {}

    /**
     * The promise to the shopper and how it stands.
     *
     * @param minutes from start to end; absent while it runs
     */
    public record Clock(
            Instant startedAt,
            Instant dueAt,
            @Nullable Instant endedAt,
            @Nullable Double minutes,
            @Nullable Boolean inTime) {}

    public Lifecycle {
        passages = List.copyOf(passages);
        offered = List.copyOf(offered);
        disposals = List.copyOf(disposals);
        escalations = List.copyOf(escalations);
    }

    static Lifecycle begin(
            String returnId,
            ReturnChannel channel,
            int attempt,
            Stage stage,
            @Nullable Position pickUp,
            List<Slot> offered,
            @Nullable String location,
            long version) {
        return new Lifecycle(
                returnId, channel, attempt, stage, List.of(), pickUp, offered, null, null, location, List.of(),
                List.of(), false, false, null, null, version);
    }

    /** Whether no workflow has it any more. */
    boolean over() {
        return stage == Stage.ENDED || stage == Stage.FAILED || stage == Stage.DISPOSED;
    }

    /** Whether the goods are with a courier or with us. */
    boolean handedOver() {
        return has(Stage.COLLECTED) || has(Stage.SCANNED);
    }

    boolean has(Stage wanted) {
        return at(wanted).isPresent();
    }

    public Optional<Instant> at(Stage wanted) {
        return passages.stream()
                .filter(passage -> passage.stage() == wanted)
                .map(Passage::at)
                .findFirst();
    }

    /** Running since the goods were handed over; absent before. */
    @JsonIgnore
    public Optional<Clock> clock() {
        boolean courier = channel == ReturnChannel.COURIER;
        return at(courier ? Stage.COLLECTED : Stage.SCANNED).map(start -> {
            Instant due = start.plus(courier ? COURIER_PROMISE : STORE_PROMISE);
            Instant end = at(Stage.DISPOSED).orElse(null);
            return new Clock(
                    start,
                    due,
                    end,
                    end == null ? null : Duration.between(start, end).toMillis() / 60_000.0,
                    end == null ? null : !end.isAfter(due));
        });
    }

    Lifecycle reach(Stage next, Instant at) {
        List<Passage> more = new ArrayList<>(passages);
        more.add(new Passage(next, at));
        return copy(next, more, offered, slot, centreId, location, disposals, escalations, paid, disposed, null, null);
    }

    Lifecycle waiting(Waiting wait) {
        return copy(
                stage, passages, offered, slot, centreId, location, disposals, escalations, paid, disposed, wait, null);
    }

    Lifecycle answered(Told fact) {
        return copy(
                stage, passages, offered, slot, centreId, location, disposals, escalations, paid, disposed, null, fact);
    }

    Lifecycle offering(List<Slot> slots) {
        return copy(
                stage, passages, slots, null, centreId, location, disposals, escalations, paid, disposed, null, null);
    }

    Lifecycle booked(Slot chosen) {
        return copy(
                stage,
                passages,
                offered,
                chosen,
                centreId,
                location,
                disposals,
                escalations,
                paid,
                disposed,
                waiting,
                told);
    }

    Lifecycle routed(Centre centre) {
        return copy(
                stage,
                passages,
                offered,
                slot,
                centre.centreId(),
                centre.location(),
                disposals,
                escalations,
                paid,
                disposed,
                waiting,
                told);
    }

    Lifecycle escalated(String what) {
        List<String> more = new ArrayList<>(escalations);
        more.add(what);
        return copy(stage, passages, offered, slot, centreId, location, disposals, more, paid, disposed, null, told);
    }

    Lifecycle nowPaid() {
        return copy(
                stage,
                passages,
                offered,
                slot,
                centreId,
                location,
                disposals,
                escalations,
                true,
                disposed,
                waiting,
                told);
    }

    Lifecycle nowDisposed(List<Disposal> ways) {
        return copy(stage, passages, offered, slot, centreId, location, ways, escalations, paid, true, waiting, told);
    }

    private Lifecycle copy(
            Stage stage,
            List<Passage> passages,
            List<Slot> offered,
            @Nullable Slot slot,
            @Nullable String centreId,
            @Nullable String location,
            List<Disposal> disposals,
            List<String> escalations,
            boolean paid,
            boolean disposed,
            @Nullable Waiting waiting,
            @Nullable Told told) {
        return new Lifecycle(
                returnId,
                channel,
                attempt,
                stage,
                passages,
                pickUp,
                offered,
                slot,
                centreId,
                location,
                disposals,
                escalations,
                paid,
                disposed,
                waiting,
                told,
                version + 1);
    }
}
