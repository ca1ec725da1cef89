package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.place.Cells;
import dev.tandem.dispatch.place.GeoPoint;
import dev.tandem.dispatch.place.Zone;
import java.time.Instant;
import java.util.List;

/**
 * Where a courier is shown.
 *
 * @param at when the courier was there
 * @param zones that the courier may serve from there, the one inside of which the courier is first
 * @param version of the cell, not of the position: a move within a cell leaves it
 */
public record Whereabouts(String courierId, GeoPoint point, Instant at, List<String> zones, String cell, long version) {
    public Whereabouts {
        zones = List.copyOf(zones);
    }

    static Whereabouts of(String courierId, GeoPoint point, Instant at, List<Zone> zones, long version) {
        return new Whereabouts(
                courierId, point, at, zones.stream().map(Zone::zone).toList(), Cells.of(point), version);
    }
}
