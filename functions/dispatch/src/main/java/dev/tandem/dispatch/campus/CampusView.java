package dev.tandem.dispatch.campus;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers of the API. */
public final class CampusView {
    private CampusView() {}

    /** A campus with its fleet, its open orders and the plan, without the codes. */
    public record Shown(
            Campus campus,
            List<VehicleStatus> vehicles,
            List<Open> orders,
            List<Situation.Closure> closures,
            List<Situation.TimedTrip> trips,
            Map<String, Plan.Reason> unplanned,
            Instant plannedAt) {}

    public record Open(
            String orderId,
            String stopId,
            CampusOrder.State state,
            Instant readyAt,
            Instant dueAt,
            @Nullable String vehicleId) {}

    /** @param code with which it is handed over */
    public record Ordered(
            String orderId,
            String stopId,
            CampusOrder.State state,
            Instant since,
            Instant readyAt,
            Instant dueAt,
            boolean locker,
            String code,
            @Nullable String vehicleId) {}

    public record HandedOver(String orderId, CampusOrder.State state, Instant since) {}

    public static Shown of(CampusDesk.View view) {
        Situation now = view.situation();
        return new Shown(
                view.campus(),
                now.vehicles(),
                now.orders().stream().map(CampusView::open).toList(),
                now.closures(),
                now.trips(),
                now.unplanned(),
                now.plannedAt());
    }

    private static Open open(CampusOrder order) {
        return new Open(
                order.orderId(), order.stopId(), order.state(), order.readyAt(), order.dueAt(), order.vehicleId());
    }

    public static Ordered order(CampusOrder order) {
        return new Ordered(
                order.orderId(),
                order.stopId(),
                order.state(),
                order.since(),
                order.readyAt(),
                order.dueAt(),
                order.locker(),
                order.code(),
                order.vehicleId());
    }

    public static HandedOver handedOver(CampusOrder order) {
        return new HandedOver(order.orderId(), order.state(), order.since());
    }
}
