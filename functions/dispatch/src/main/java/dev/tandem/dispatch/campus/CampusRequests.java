package dev.tandem.dispatch.campus;

import dev.tandem.commons.http.UnprocessableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of the API, as in the contract. */
public final class CampusRequests {
    /** What is due is due so long after it is ready, or wanted, when nothing else is said. */
    private static final Duration PROMISE = Duration.ofMinutes(45);

    private static final Duration LATEST = Duration.ofHours(24);
    private static final String ID = "[A-Za-z0-9][A-Za-z0-9_-]{0,31}";

    private CampusRequests() {}

    /** A campus without its id, which the path says. */
    public record Site(
            String hub,
            List<Campus.Corner> fence,
            List<Campus.Stop> stops,
            List<Campus.Path> paths,
            List<Campus.Vehicle> vehicles) {
        public Site {
            Campus.require(
                    hub != null && fence != null && stops != null && paths != null && vehicles != null,
                    "hub, fence, stops, paths and vehicles are all needed");
            // Here, so that a fault is told as one of the body.
            new Campus("a", hub, fence, stops, paths, vehicles);
        }

        public Campus named(String campusId) {
            return new Campus(campusId, hub, fence, stops, paths, vehicles);
        }
    }

    /** @param readyAt when it can be loaded; now when absent */
    public record Submission(
            String stopId,
            double kg,
            @Nullable Integer compartments,
            @Nullable Integer priority,
            boolean locker,
            @Nullable Instant readyAt,
            @Nullable Instant earliestAt,
            @Nullable Instant dueAt) {
        public Submission {
            Campus.require(stopId != null && stopId.matches(ID), "stopId is needed");
            Campus.require(kg >= 0 && kg <= 500, "kg must be from 0 to 500");
            Campus.require(
                    compartments == null || (compartments >= 1 && compartments <= 50),
                    "compartments must be from 1 to 50");
            Campus.require(priority == null || (priority >= 1 && priority <= 10), "priority must be from 1 to 10");
            Campus.require(
                    earliestAt == null || dueAt == null || !earliestAt.isAfter(dueAt),
                    "dueAt must not be before earliestAt");
        }

        /** The order that waits from now on. Throws 422 {@code STOP_UNKNOWN}, {@code NO_LOCKER}, {@code TIME_INVALID}. */
        CampusOrder order(Campus campus, String orderId, String code, String owner, Instant now) {
            Campus.Stop stop = campus.stops().stream()
                    .filter(one -> one.stopId().equals(stopId) && !one.stopId().equals(campus.hub()))
                    .findFirst()
                    .orElseThrow(() -> new UnprocessableException(
                            "STOP_UNKNOWN", "This campus has no stop " + stopId + " to deliver to."));
            if (locker && stop.lockerCompartments() == 0) {
                throw new UnprocessableException("NO_LOCKER", "Stop " + stop.stopId() + " has no locker.");
            }
            Instant ready = readyAt == null ? now : readyAt;
            Instant from = earliestAt != null && earliestAt.isAfter(ready) ? earliestAt : ready;
            Instant due = dueAt == null ? from.plus(PROMISE) : dueAt;
            if (ready.isBefore(now.minus(LATEST))
                    || ready.isAfter(now.plus(LATEST))
                    || due.isBefore(now)
                    || due.isBefore(ready)
                    || due.isAfter(now.plus(LATEST.multipliedBy(2)))) {
                throw new UnprocessableException(
                        "TIME_INVALID", "readyAt must be within a day of now, dueAt after it and still to come.");
            }
            return new CampusOrder(
                    orderId,
                    owner,
                    stop.stopId(),
                    kg,
                    compartments == null ? 1 : compartments,
                    priority == null ? 1 : priority,
                    locker,
                    now,
                    ready,
                    earliestAt,
                    due,
                    CampusOrder.State.WAITING,
                    now,
                    0,
                    code,
                    0,
                    null);
        }
    }

    /** What a vehicle tells. */
    public enum Report {
        POSITION,
        LOADED,
        DEPARTED,
        ARRIVED,
        LEFT_IN_LOCKER,
        NOT_TAKEN,
        OUT_OF_SERVICE,
        IN_SERVICE
    }

    /**
     * @param at the vehicle's clock
     * @param stopId of departure and arrival: where it goes or is
     * @param orderIds that were loaded, left or not taken
     */
    public record VehicleReport(
            String vehicleId,
            Report report,
            Instant at,
            double lat,
            double lon,
            @Nullable Double rangeMeters,
            @Nullable String stopId,
            @Nullable List<String> orderIds,
            @Nullable String reason) {
        public VehicleReport {
            Campus.require(vehicleId != null && vehicleId.matches(ID), "vehicleId is needed");
            Campus.require(report != null && at != null, "report and at are needed");
            Campus.requireCoordinates(lat, lon);
            Campus.require(rangeMeters == null || rangeMeters >= 0, "rangeMeters is negative");
            Campus.require(reason == null || reason.length() <= 200, "reason takes up to 200 characters");
            boolean moves = report == Report.DEPARTED || report == Report.ARRIVED;
            Campus.require(!moves || stopId != null, report + " needs stopId");
            boolean goods = report == Report.LOADED || report == Report.LEFT_IN_LOCKER || report == Report.NOT_TAKEN;
            Campus.require(!goods || (orderIds != null && !orderIds.isEmpty()), report + " needs orderIds");
        }

        List<String> goods() {
            return orderIds == null ? List.of() : orderIds;
        }
    }

    public record HandOver(String orderId, String code) {
        public HandOver {
            Campus.require(orderId != null && !orderId.isEmpty(), "orderId is needed");
            Campus.require(code != null && code.matches("[0-9]{6}"), "code has six digits");
        }
    }

    public record PathClosure(String from, String to, Instant until) {
        public PathClosure {
            Campus.require(from != null && to != null && until != null, "from, to and until are needed");
        }
    }
}
