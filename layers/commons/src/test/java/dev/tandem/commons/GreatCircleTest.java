package dev.tandem.commons;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class GreatCircleTest {
    @Test
    void aQuarterOfAMeridianAndTheWayToTheOtherSide() {
        assertThat(GreatCircle.meters(0, 0, 90, 0)).isCloseTo(Math.PI / 2 * 6_371_008.8, within(0.01));
        // Half round the earth the formula is at its worst, and still within a metre.
        assertThat(GreatCircle.meters(10, 20, -10, -160)).isCloseTo(Math.PI * 6_371_008.8, within(1.0));
        assertThat(GreatCircle.meters(50.11, 8.68, 50.11, 8.68)).isZero();
    }

    @Test
    void acrossTheDateLineTheShortWayIsTaken() {
        assertThat(GreatCircle.meters(0, 179.5, 0, -179.5)).isCloseTo(Math.PI / 180 * 6_371_008.8, within(0.01));
    }
}
