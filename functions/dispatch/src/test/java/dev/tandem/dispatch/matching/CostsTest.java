package dev.tandem.dispatch.matching;

import static dev.tandem.dispatch.matching.Scenes.courier;
import static dev.tandem.dispatch.matching.Scenes.order;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every term and every constraint: one case where it counts, one where it does not. */
class CostsTest {
    private static final Weights WEIGHTS = new Weights("test", 1, 0.5, 0.2, 0.3, 2, 4, 90, 30, 5, 3, 1, 5);

    @Test
    void latenessCountsByPriorityAndEarlinessDoesNot() {
        assertThat(Costs.lateness(WEIGHTS, 6, 2)).isEqualTo(12);
        assertThat(Costs.lateness(WEIGHTS, -6, 2)).isZero();
    }

    @Test
    void overdueCountsAfterTheDeadline() {
        assertThat(Costs.overdue(WEIGHTS, 6, 1)).isEqualTo(3);
        assertThat(Costs.overdue(WEIGHTS, -1, 1)).isZero();
    }

    @Test
    void travelAndWaitingCountByTheMinute() {
        assertThat(Costs.travel(WEIGHTS, 10)).isEqualTo(2);
        assertThat(Costs.waiting(WEIGHTS, 10)).isEqualTo(3);
        assertThat(Costs.travel(WEIGHTS, 0) + Costs.waiting(WEIGHTS, 0)).isZero();
    }

    @Test
    void fairnessGrowsWithWhatWasEarnedAndHasABound() {
        assertThat(Costs.fairness(WEIGHTS, 0.2, 0.2)).isEqualTo(2);
        assertThat(Costs.fairness(WEIGHTS, 0, 0.2)).isZero();
        assertThat(Costs.fairness(WEIGHTS, 9, 0.2)).isEqualTo(4);
        assertThat(Costs.fairness(WEIGHTS, 9, 0)).isZero();
    }

    @Test
    void acceptanceCountsTheLikelyNo() {
        assertThat(Costs.acceptance(WEIGHTS, 0.25)).isEqualTo(3);
        assertThat(Costs.acceptance(WEIGHTS, 1)).isZero();
    }

    @Test
    void leavingOutAnOlderOrderCostsMore() {
        assertThat(Costs.unserved(WEIGHTS, 30, 1)).isGreaterThan(Costs.unserved(WEIGHTS, 3, 1));
        assertThat(Costs.unserved(WEIGHTS, 3, 5)).isGreaterThan(Costs.unserved(WEIGHTS, 30, 1));
        assertThat(Costs.unserved(WEIGHTS, -3, 1)).isEqualTo(90);
    }

    @Test
    void constraintsForbidWhatTheyAreFor() {
        Courier courier = courier("c", 0, 0, 60);
        assertThat(Constraints.declined(courier, order("o", 0, 0, 0, 1, 1, Set.of("c"))))
                .isTrue();
        assertThat(Constraints.declined(courier, order("o", 0, 0, 0))).isFalse();
        assertThat(Constraints.tooHeavy(courier, 20.5)).isTrue();
        assertThat(Constraints.tooHeavy(courier, 20)).isFalse();
        assertThat(Constraints.tooLarge(courier, 61)).isTrue();
        assertThat(Constraints.tooLarge(courier, 60)).isFalse();
        assertThat(Constraints.tooFar(WEIGHTS, 31)).isTrue();
        assertThat(Constraints.tooFar(WEIGHTS, 30)).isFalse();
        assertThat(Constraints.offBeforePickUp(61, 60)).isTrue();
        assertThat(Constraints.offBeforePickUp(60, 60)).isFalse();
    }

    @Test
    void weatherSlowsWaysLengthensHandOversAndShrinksBundles() {
        Weather heavyRain = new Weather(8, 0, 10);
        Weather drizzle = new Weather(0.5, 10, 10);
        Weather ice = new Weather(0.5, 0, -3);
        assertThat(Weather.FAIR.travelFactor(Vehicle.BICYCLE)).isEqualTo(1);
        assertThat(Weather.FAIR.serviceFactor()).isEqualTo(1);
        assertThat(heavyRain.travelFactor(Vehicle.BICYCLE)).isGreaterThan(heavyRain.travelFactor(Vehicle.CAR));
        assertThat(heavyRain.travelFactor(Vehicle.CAR)).isGreaterThan(drizzle.travelFactor(Vehicle.CAR));
        assertThat(ice.travelFactor(Vehicle.CAR)).isGreaterThan(drizzle.travelFactor(Vehicle.CAR));
        assertThat(new Weather(0, 60, 10).travelFactor(Vehicle.CAR)).isEqualTo(1);
        assertThat(new Weather(0, 60, 10).travelFactor(Vehicle.SCOOTER)).isEqualTo(1.4);
        assertThat(heavyRain.serviceFactor()).isEqualTo(1.2);
        assertThat(heavyRain.largestBundle(3)).isEqualTo(2);
        assertThat(ice.largestBundle(1)).isEqualTo(1);
        assertThat(drizzle.largestBundle(3)).isEqualTo(3);
    }
}
