package dev.tandem.bench.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tandem.bench.dispatch.Day.Request;
import dev.tandem.bench.dispatch.Day.Rider;
import dev.tandem.bench.dispatch.Day.Shop;
import dev.tandem.bench.dispatch.Trip.Handover;
import dev.tandem.dispatch.matching.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckerTest {
    /** 100 m a minute; the shop is 10 minutes away, each door 5 minutes from the shop and 10 from the other. */
    private static final Day DAY = new Day(
            "small",
            100,
            4,
            4,
            List.of(new Shop("r1", 1000, 0)),
            List.of(new Rider("c1", 0, 0, 10, 100), new Rider("c2", 0, 0, 0, 30)),
            List.of(
                    new Request("o1", 1500, 0, 20, 0, 25),
                    new Request("o2", 500, 0, 21, 0, 40),
                    new Request("o3", 1500, 0, 21, 0, 40)));

    private static Trip trip(int rider, double at, List<Handover> pickUps, List<Handover> dropOffs) {
        return new Trip(rider, at, pickUps, dropOffs);
    }

    private static Trip single(int rider, double at, int request, double pickUp, double dropOff) {
        return trip(rider, at, List.of(new Handover(request, pickUp)), List.of(new Handover(request, dropOff)));
    }

    /** Leaves at 20, at the shop at 30, fetches at 32, leaves at 34, is there at 39, hands over at 41, is free at 43. */
    private static final Trip GOOD = single(0, 20, 0, 32, 41);

    @Test
    void whatKeepsTheRulesPasses() {
        assertThat(Checker.violations(DAY, List.of(GOOD), 1)).isEmpty();
        // From the door 5 minutes to the shop: 43 + 5 + 2, and o2's door is 5 minutes from there.
        assertThat(Checker.violations(DAY, List.of(GOOD, single(0, 43, 1, 50, 59)), 1))
                .isEmpty();
        Trip bundle = trip(
                0,
                21,
                List.of(new Handover(0, 40), new Handover(1, 40)),
                List.of(new Handover(0, 49), new Handover(1, 63)));
        assertThat(Checker.violations(DAY, List.of(bundle), 1)).isEmpty();
    }

    record Broken(String violation, double tick, List<Trip> trips) {
        @Override
        public String toString() {
            return violation;
        }
    }

    static Stream<Broken> broken() {
        return Stream.of(
                new Broken("no rider", 1, List.of(single(7, 20, 0, 32, 41))),
                new Broken("no request", 1, List.of(single(0, 20, 9, 32, 41))),
                new Broken("between ticks", 5, List.of(single(0, 21, 0, 33, 42))),
                new Broken("instructed off duty", 1, List.of(single(1, 31, 0, 43, 52))),
                new Broken("instructed before idle", 1, List.of(GOOD, single(0, 42, 1, 50, 59))),
                new Broken(
                        "what is fetched is not what is brought",
                        1,
                        List.of(trip(0, 21, List.of(new Handover(0, 33)), List.of(new Handover(1, 42))))),
                new Broken("o1 is served twice", 1, List.of(GOOD, single(0, 43, 0, 50, 59))),
                new Broken("o2 is not placed yet", 1, List.of(single(0, 20, 1, 40, 49))),
                new Broken("o2 is fetched before it is ready", 1, List.of(single(0, 21, 1, 39, 48))),
                new Broken("o1 is fetched after the shift", 1, List.of(single(1, 20, 0, 32, 41))),
                new Broken("o1 is fetched before the rider can be there", 1, List.of(single(0, 20, 0, 31, 41))),
                new Broken("o1 is brought before the rider can be there", 1, List.of(single(0, 20, 0, 32, 40))),
                new Broken(
                        "o2 is brought before the rider can be there",
                        1,
                        List.of(trip(
                                0,
                                21,
                                List.of(new Handover(0, 40), new Handover(1, 40)),
                                List.of(new Handover(0, 49), new Handover(1, 60))))),
                new Broken(
                        "o3 is not fetched in its visit",
                        1,
                        List.of(trip(
                                0,
                                21,
                                List.of(new Handover(1, 40), new Handover(2, 41)),
                                List.of(new Handover(2, 60), new Handover(1, 80))))));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void eachBrokenRuleIsFound(Broken broken) {
        assertThat(Checker.violations(DAY, broken.trips, broken.tick))
                .first()
                .asString()
                .contains(broken.violation);
    }

    @Test
    void everyPolicyKeepsTheRulesOnRandomDaysAndLosesNoOrderThatOthersDeliver() {
        Random random = new Random(7);
        for (int round = 0; round < 5; round++) {
            Day day = random(random);
            for (Policy policy : List.of(
                    Baselines.nearestCourier(),
                    Baselines.assignment(),
                    Baselines.assignmentBundles(),
                    new TandemPolicy(Weights.DEFAULT))) {
                List<Trip> trips = Replay.run(day, policy, 1, nanos -> {});
                assertThat(Checker.violations(day, trips, 1)).isEmpty();
                assertThat(trips.stream()
                                .mapToInt(trip -> trip.dropOffs().size())
                                .sum())
                        .isEqualTo(60);
            }
        }
    }

    @Test
    void theFloorIsWhatARiderAtTheShopNeeds() {
        assertThat(DAY.floor(DAY.requests().getFirst())).isEqualTo(5 + 2 + 5 + 2);
        Score score = new Score();
        score.add(DAY, List.of(GOOD));
        assertThat(score.metrics()).containsEntry("delivered", 1.0 / 3).containsEntry("clickToDoorMean", 21.0);
    }

    private static Day random(Random random) {
        List<Shop> shops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            shops.add(new Shop("r" + i, random.nextInt(5000), random.nextInt(5000)));
        }
        List<Rider> riders = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            riders.add(new Rider("c" + i, random.nextInt(5000), random.nextInt(5000), random.nextInt(20), 400 + i));
        }
        List<Request> requests = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            int placed = random.nextInt(180);
            requests.add(new Request(
                    "o" + i,
                    random.nextInt(5000),
                    random.nextInt(5000),
                    placed,
                    random.nextInt(6),
                    placed + 5 + random.nextInt(20)));
        }
        return new Day("random", 320, 4, 4, shops, riders, requests);
    }
}
