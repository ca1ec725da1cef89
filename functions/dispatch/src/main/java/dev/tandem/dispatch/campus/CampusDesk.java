package dev.tandem.dispatch.campus;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.Ids;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.ForbiddenException;
import dev.tandem.commons.http.LockedException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.dispatch.campus.CampusOrder.State;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything that happens on a campus. Each event reads the situation, changes it, makes a new plan, and writes all of it as the next
 * version; who is overtaken by another event begins again.
 */
public final class CampusDesk {
    /** What a situation may hold, so that it stays one item of the table. */
    private static final int MOST_OPEN = 400;

    private final CampusBook book;
    private final Replanning replanning;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public CampusDesk(CampusBook book, Rules rules, Clock clock) {
        this.book = book;
        this.replanning = new Replanning(rules);
        this.clock = clock;
    }

    /** A campus with what goes on there. */
    public record View(Campus campus, Situation situation) {}

    /** Throws 404 {@code CAMPUS_NOT_FOUND}. */
    public View view(String campusId) {
        Campus campus = book.campus(campusId).orElseThrow(CampusDesk::unknown);
        return new View(campus, book.situation(campusId).orElseThrow(CampusDesk::unknown));
    }

    private static NotFoundException unknown() {
        return new NotFoundException("CAMPUS_NOT_FOUND", "There is no such campus.");
    }

    /** Makes a campus or changes it. Throws 409 {@code CAMPUS_IN_USE} when goods are on a vehicle or for a stop that would be gone. */
    public View put(Campus campus, Attempts attempts) {
        while (true) {
            Instant now = now();
            Situation before = book.situation(campus.campusId()).orElseGet(() -> Situation.fresh(campus, now));
            for (CampusOrder order : before.orders()) {
                boolean stop =
                        campus.stops().stream().anyMatch(one -> one.stopId().equals(order.stopId()));
                boolean vehicle = !order.carried()
                        || campus.vehicles().stream()
                                .anyMatch(one -> one.vehicleId().equals(order.vehicleId()));
                if (!stop || !vehicle) {
                    throw new ConflictException(
                            "CAMPUS_IN_USE", "Order " + order.orderId() + " is for what would be gone.");
                }
            }
            List<VehicleStatus> vehicles = campus.vehicles().stream()
                    .map(vehicle -> before.vehicle(vehicle.vehicleId())
                            .filter(known -> campus.stops().stream()
                                    .anyMatch(stop -> stop.stopId().equals(known.stopId())))
                            .orElseGet(() -> VehicleStatus.fresh(vehicle, campus.hub(), now)))
                    .toList();
            Situation after = replanning.plan(campus, before.with(vehicles), now);
            if (done(book.commit(campus.campusId(), campus, after, List.of(), null), attempts)) {
                return new View(campus, after);
            }
        }
    }

    /** Takes an order. Throws 422 {@code STOP_UNKNOWN}, {@code NO_LOCKER}, {@code TIME_INVALID}, 409 {@code CAMPUS_FULL}. */
    public CampusOrder submit(
            String campusId,
            CampusRequests.Submission asked,
            String owner,
            Function<CampusOrder, FirstAnswer> answer,
            Attempts attempts) {
        String orderId = Ids.next(clock.millis(), random);
        String code = "%06d".formatted(random.nextInt(1_000_000));
        return change(
                        campusId,
                        (campus, before) -> {
                            if (before.orders().size() >= MOST_OPEN) {
                                throw new ConflictException("CAMPUS_FULL", MOST_OPEN + " orders are open already.");
                            }
                            CampusOrder order = asked.order(campus, orderId, code, owner, now());
                            return new Step<>(before.with(order), order);
                        },
                        (done, order) -> answer.apply(order),
                        attempts)
                .result();
    }

    /** Throws 404 {@code ORDER_NOT_FOUND}, also for an order of somebody else. */
    public CampusOrder find(String campusId, String orderId, String owner) {
        return view(campusId)
                .situation()
                .order(orderId)
                .or(() -> book.ended(campusId, orderId))
                .filter(order -> order.owner().equals(owner))
                .orElseThrow(() -> new NotFoundException("ORDER_NOT_FOUND", "There is no such order of yours."));
    }

    /** Throws 409 {@code ORDER_NOT_WAITING} once it is loaded. */
    public CampusOrder cancel(
            String campusId,
            String orderId,
            String owner,
            Function<CampusOrder, FirstAnswer> answer,
            Attempts attempts) {
        CampusOrder known = find(campusId, orderId, owner);
        if (known.state() != State.WAITING) {
            throw new ConflictException("ORDER_NOT_WAITING", "The order is " + known.state() + ".");
        }
        return change(
                        campusId,
                        (campus, before) -> {
                            CampusOrder cancelled = before.order(orderId)
                                    .filter(one -> one.state() == State.WAITING)
                                    .orElseThrow(() ->
                                            new ConflictException("ORDER_NOT_WAITING", "The order was just loaded."))
                                    .to(State.CANCELLED, now());
                            return new Step<>(before.with(cancelled), cancelled);
                        },
                        (done, cancelled) -> answer.apply(cancelled),
                        attempts)
                .result();
    }

    /** What a vehicle tells; the answer to it is what it is to do next. */
    public Instruction report(
            String campusId,
            CampusRequests.VehicleReport told,
            Function<Instruction, FirstAnswer> answer,
            Attempts attempts) {
        View after = change(
                        campusId,
                        (campus, before) -> new Step<>(CampusEvents.apply(campus, before, told, now()), told),
                        (done, same) -> answer.apply(next(done, told)),
                        attempts)
                .view();
        return next(after, told);
    }

    private static Instruction next(View done, CampusRequests.VehicleReport told) {
        // As planned at that moment, so that the stored answer and this one are the same.
        return Instruction.next(
                done.campus(),
                done.situation(),
                told.vehicleId(),
                done.situation().plannedAt());
    }

    /**
     * A person takes an order from the vehicle at the stop, or from the locker. Throws 403 {@code CODE_WRONG}, 423 {@code CODE_LOCKED} after
     * five wrong codes, 409 {@code NOT_THERE_YET}.
     */
    public CampusOrder handOver(
            String campusId,
            CampusRequests.HandOver given,
            Function<CampusOrder, FirstAnswer> answer,
            Attempts attempts) {
        CampusOrder order = change(
                        campusId,
                        (campus, before) -> {
                            CampusOrder known = handable(before, given.orderId());
                            CampusOrder after = known.code().equals(given.code())
                                    ? known.to(State.DELIVERED, now())
                                    : known.wrongCode();
                            return new Step<>(before.with(after), after);
                        },
                        // A wrong code is counted and not remembered as the answer.
                        (done, after) -> after.state() == State.DELIVERED ? answer.apply(after) : null,
                        attempts)
                .result();
        if (order.state() != State.DELIVERED) {
            throw new ForbiddenException("CODE_WRONG", "The code is not the one of this order.");
        }
        return order;
    }

    private CampusOrder handable(Situation before, String orderId) {
        CampusOrder order = before.order(orderId)
                .orElseThrow(() -> new NotFoundException("ORDER_NOT_FOUND", "No such order is on its way here."));
        if (order.wrongCodes() >= CampusOrder.MOST_WRONG_CODES) {
            throw new LockedException("CODE_LOCKED", "Too many wrong codes; ask the staff.");
        }
        boolean here = order.state() == State.IN_LOCKER
                || (order.state() == State.ON_BOARD
                        && before.vehicle(String.valueOf(order.vehicleId()))
                                .filter(vehicle -> vehicle.stopId().equals(order.stopId())
                                        && !vehicle.freeAt().isAfter(now()))
                                .isPresent());
        if (!here) {
            throw new ConflictException("NOT_THERE_YET", "The order is " + order.state() + ".");
        }
        return order;
    }

    /** Closes a path for a time; everything is planned around it at once. Throws 422 {@code PATH_UNKNOWN}. */
    public View close(
            String campusId, CampusRequests.PathClosure closed, Function<View, FirstAnswer> answer, Attempts attempts) {
        CampusMap.Blocked blocked = new CampusMap.Blocked(closed.from(), closed.to());
        return change(
                        campusId,
                        (campus, before) -> {
                            if (campus.paths().stream().noneMatch(blocked::is)) {
                                throw new UnprocessableException(
                                        "PATH_UNKNOWN", "There is no path between these stops.");
                            }
                            List<Situation.Closure> all = new ArrayList<>(before.closures());
                            all.removeIf(one ->
                                    one.from().equals(closed.from()) && one.to().equals(closed.to()));
                            all.add(new Situation.Closure(closed.from(), closed.to(), closed.until()));
                            return new Step<>(before.withClosures(all), closed);
                        },
                        (done, same) -> answer.apply(done),
                        attempts)
                .view();
    }

    /** A situation changed and not planned yet, with what the change is about. */
    private record Step<T>(Situation situation, T result) {}

    private record Done<T>(View view, T result) {}

    private <T> Done<T> change(
            String campusId,
            BiFunction<Campus, Situation, Step<T>> step,
            BiFunction<View, T, @Nullable FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            View before = view(campusId);
            Step<T> changed = step.apply(before.campus(), before.situation());
            View after = new View(before.campus(), replanning.plan(before.campus(), changed.situation(), now()));
            FirstAnswer first = answer.apply(after, changed.result());
            List<CampusOrder> ended = changed.situation().ended();
            if (done(book.commit(campusId, null, after.situation(), ended, first), attempts)) {
                return new Done<>(after, changed.result());
            }
        }
    }

    private static boolean done(CampusBook.Written written, Attempts attempts) {
        return switch (written) {
            case DONE -> true;
            case REPEATED -> throw new RepeatedException();
            case OVERTAKEN -> {
                attempts.pause();
                yield false;
            }
        };
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
