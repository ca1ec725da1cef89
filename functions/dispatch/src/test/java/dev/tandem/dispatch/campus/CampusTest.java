package dev.tandem.dispatch.campus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CampusTest {
    private static final List<Campus.Stop> STOPS =
            List.of(new Campus.Stop("hub", 50.002, 8.002, 0), new Campus.Stop("a", 50.002, 8.006, 2));

    @Test
    void aStopOutsideTheFenceIsRefused() {
        List<Campus.Stop> stops = List.of(STOPS.get(0), new Campus.Stop("far", 50.02, 8.006, 0));
        assertThatThrownBy(() -> new Campus("c", "hub", Sites.SQUARE, stops, List.of(), List.of()))
                .hasMessageContaining("stop far is outside the fence");
    }

    @Test
    void aPathThatLeavesTheFenceIsRefusedEvenBetweenStopsInside() {
        List<Campus.Corner> horseshoe = List.of(
                new Campus.Corner(50, 8),
                new Campus.Corner(50, 8.02),
                new Campus.Corner(50.01, 8.02),
                new Campus.Corner(50.01, 8.015),
                new Campus.Corner(50.002, 8.015),
                new Campus.Corner(50.002, 8.005),
                new Campus.Corner(50.01, 8.005),
                new Campus.Corner(50.01, 8));
        List<Campus.Stop> stops =
                List.of(new Campus.Stop("hub", 50.008, 8.002, 0), new Campus.Stop("a", 50.008, 8.018, 0));
        assertThatThrownBy(() -> new Campus(
                        "c",
                        "hub",
                        horseshoe,
                        stops,
                        List.of(new Campus.Path("hub", "a", 1200, 200, false)),
                        List.of()))
                .hasMessageContaining("leaves the fence");
    }

    @Test
    void aStopThatCannotBeReachedOrLeftIsRefused() {
        assertThatThrownBy(() -> new Campus("c", "hub", Sites.SQUARE, STOPS, List.of(), List.of()))
                .hasMessageContaining("cannot be reached from the hub");
        List<Campus.Path> there = List.of(new Campus.Path("hub", "a", 400, 200, true));
        assertThatThrownBy(() -> new Campus("c", "hub", Sites.SQUARE, STOPS, there, List.of()))
                .hasMessageContaining("hub cannot be reached from a stop");
    }

    @Test
    void aSpeedLimitHoldsForAFasterVehicleAndTheFastestWayIsTaken() {
        CampusMap map = new CampusMap(Sites.row(1), Set.of(), 200);
        assertThat(map.minutes(map.index("hub"), map.index("b"))).isEqualTo(400 / 200.0 + 400 / 100.0);
        assertThat(map.way("hub", "c")).containsExactly("hub", "a", "b", "c");
        // 1,500 m at 200 m a minute beat 2 + 4 + 2 minutes.
        assertThat(map.way("c", "hub")).containsExactly("c", "hub");
        assertThat(map.meters(map.index("c"), map.index("hub"))).isEqualTo(1500);
    }

    @Test
    void aClosedPathIsDrivenAroundOrCutsOff() {
        CampusMap closed = new CampusMap(Sites.row(1), Set.of(new CampusMap.Blocked("b", "a")), 200);
        assertThat(closed.minutes(closed.index("hub"), closed.index("b"))).isInfinite();
        assertThat(closed.way("hub", "b")).isEmpty();
        assertThat(closed.way("b", "hub")).containsExactly("b", "c", "hub");
    }
}
