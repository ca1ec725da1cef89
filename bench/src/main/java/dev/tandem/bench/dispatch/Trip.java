package dev.tandem.bench.dispatch;

import java.util.List;

/**
 * What one rider did by one instruction: all pick-ups, then all drop-offs.
 *
 * @param rider index
 * @param instructedAt the tick
 * @param pickUps in the order of the visits; neighbours of one shop share a visit
 * @param dropOffs in the order of the visits
 */
public record Trip(int rider, double instructedAt, List<Handover> pickUps, List<Handover> dropOffs) {
    /** When goods changed hands; {@code request} is an index. */
    public record Handover(int request, double at) {}

    public Trip {
        pickUps = List.copyOf(pickUps);
        dropOffs = List.copyOf(dropOffs);
    }
}
