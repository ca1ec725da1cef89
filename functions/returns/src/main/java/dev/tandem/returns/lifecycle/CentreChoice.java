package dev.tandem.returns.lifecycle;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Where a parcel is sent. Each centre costs the kilometres to it, {@link #DETOUR_KM} more for the share of the categories that it cannot
 * refurbish (such goods would be recycled, though they need not be), and up to {@link #CROWDED_KM} more as the square of how full it is
 * today, so that load is spread before a centre is full. A full centre is no choice.
 */
public final class CentreChoice {
    /** What one refurbished parcel is worth in transport: about a day's drive of a van that carries a hundred parcels. */
    static final double DETOUR_KM = 300;

    static final double CROWDED_KM = 100;

    private CentreChoice() {}

    /**
     * All centres with room, best first.
     *
     * @param load returns sent today, by centre
     */
    public static List<Centre> ranked(
            Position from, Collection<String> categories, List<Centre> centres, Map<String, Integer> load) {
        return centres.stream()
                .filter(centre -> load.getOrDefault(centre.centreId(), 0) < centre.dailyCapacity())
                .sorted(Comparator.<Centre>comparingDouble(
                                centre -> cost(from, categories, centre, load.getOrDefault(centre.centreId(), 0)))
                        .thenComparing(Centre::centreId))
                .toList();
    }

    static double cost(Position from, Collection<String> categories, Centre centre, int load) {
        double cannot = categories.stream()
                        .filter(category -> !centre.canRefurbish(category))
                        .count()
                / (double) Math.max(1, categories.size());
        double full = load / (double) centre.dailyCapacity();
        return from.distanceKm(centre.position()) + DETOUR_KM * cannot + CROWDED_KM * full * full;
    }
}
