package dev.tandem.forecast.retail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BlendTest {
    @Test
    void aRegressionThatIsRightIsLeftAlone() {
        Random random = new Random(5);
        Blend.Trial trial = new Blend.Trial();
        for (int i = 0; i < 500; i++) {
            double right = 1 + 20 * random.nextDouble();
            trial.add(right, right * Math.exp(random.nextGaussian()), right, 1 / right);
        }

        assertThat(trial.best()).isEqualTo(Blend.NONE);
    }

    @Test
    void aRegressionThatIsLedAstrayIsDrawnToSmoothingAndHalfOfWhatThatTakesIsGivenBack() {
        Random random = new Random(5);
        Blend.Trial trial = new Blend.Trial();
        for (int i = 0; i < 500; i++) {
            double sold = 1 + 20 * random.nextDouble();
            double regression = sold * Math.exp(random.nextGaussian());
            trial.add(regression, sold, sold, 1 / sold);
        }

        Blend best = trial.best();

        assertThat(best.weight()).isEqualTo(0.3);
        assertThat(best.lift()).isGreaterThan(1).isLessThan(1.25);
    }

    @Test
    void aBlendLiesBetweenBothButForItsLift() {
        Random random = new Random(6);
        for (int i = 0; i < 1000; i++) {
            double regression = 100 * random.nextDouble();
            double smoothed = 100 * random.nextDouble();
            Blend blend = new Blend(random.nextDouble(), 1 + 0.2 * random.nextDouble());

            double plain = blend.of(regression, smoothed) / blend.lift();

            assertThat(plain).isBetween(Math.min(regression, smoothed) - 1e-9, Math.max(regression, smoothed) + 1e-9);
        }
        assertThat(Blend.NONE.of(7, 0)).isEqualTo(7);
        assertThat(new Blend(0.3, 1).of(0, 5)).isZero();
        assertThat(new Blend(0.5, 1).of(4, 9)).isCloseTo(6, within(1e-12));
    }
}
