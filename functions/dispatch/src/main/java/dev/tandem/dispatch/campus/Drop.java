package dev.tandem.dispatch.campus;

/**
 * An order as the planner sees it. Times are minutes from the moment of planning, below zero for what was before.
 *
 * @param compartments of the vehicle that it takes
 * @param readyMinute when it can be loaded at the hub
 * @param earliestMinute not handed over before
 * @param dueMinute late after this
 * @param priority 1 is ordinary; lateness counts that many times
 * @param locker left in a locker, without a person
 */
public record Drop(
        String orderId,
        String stopId,
        double kg,
        int compartments,
        double readyMinute,
        double earliestMinute,
        double dueMinute,
        int priority,
        boolean locker) {
    public Drop {
        Campus.require(kg >= 0 && compartments >= 1 && priority >= 1, "kg, compartments or priority of " + orderId);
        Campus.require(earliestMinute <= dueMinute, orderId + " would be due before it may be handed over");
    }
}
