package dev.tandem.dispatch.matching;

/**
 * Minutes in dry weather. Goods change hands after the first half of a service time: a pick-up at a shop is at the later of readiness
 * and arrival plus half, and the courier leaves half later; a drop-off is at arrival plus half, and the courier is free half later.
 *
 * @param pickUpMinutes at the shop, zero or more
 * @param dropOffMinutes at the door, zero or more
 */
public record ServiceTimes(double pickUpMinutes, double dropOffMinutes) {
    public ServiceTimes {
        if (!(pickUpMinutes >= 0) || !(dropOffMinutes >= 0)) {
            throw new IllegalArgumentException("Service times are not negative");
        }
    }
}
