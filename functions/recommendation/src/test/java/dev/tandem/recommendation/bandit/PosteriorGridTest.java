package dev.tandem.recommendation.bandit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PosteriorGridTest {
    private static double[] best(BetaPosterior... posteriors) {
        return new PosteriorGrid(List.of(posteriors)).best();
    }

    /** P(B &gt; A) for whole parameters: the sum of Cook, "Exact calculation of beta inequalities", 2005. */
    private static double exceeds(int a1, int b1, int a2, int b2) {
        double sum = 0;
        for (int i = 0; i < a2; i++) {
            sum += Math.exp(logBeta(a1 + i, b1 + b2) - Math.log(b2 + i) - logBeta(1 + i, b2) - logBeta(a1, b1));
        }
        return sum;
    }

    private static double logBeta(int a, int b) {
        return logFactorial(a - 1) + logFactorial(b - 1) - logFactorial(a + b - 1);
    }

    private static double logFactorial(int n) {
        double sum = 0;
        for (int i = 2; i <= n; i++) {
            sum += Math.log(i);
        }
        return sum;
    }

    @Test
    void twoArmsCompareAsTheClosedFormSays() {
        int[][] cases = {
            {1, 1, 1, 1}, {2, 3, 3, 2}, {1, 50, 2, 40}, {20, 980, 31, 969}, {400, 9600, 380, 9620}, {5, 5, 500, 480}
        };
        for (int[] c : cases) {
            assertThat(best(new BetaPosterior(c[0], c[1]), new BetaPosterior(c[2], c[3]))[1])
                    .as(Arrays.toString(c))
                    .isCloseTo(exceeds(c[0], c[1], c[2], c[3]), within(1e-5));
        }
    }

    @Test
    void equalArmsShareEvenlyAndFarOnesDoNot() {
        BetaPosterior same = new BetaPosterior(3.5, 120.25);
        assertThat(best(same, same, same, same)).containsOnly(best(same, same, same, same)[0]);
        assertThat(best(same, same, same, same)[0]).isCloseTo(0.25, within(1e-9));
        double[] apart = best(new BetaPosterior(1e6, 9e6), new BetaPosterior(2e6, 8e6), new BetaPosterior(1, 1));
        assertThat(apart[0]).isCloseTo(0, within(1e-9));
        assertThat(apart[1]).isCloseTo(0.2, within(1e-4));
    }

    @Test
    void ranksAgreeWithDrawing() {
        Random random = new Random(5);
        List<BetaPosterior> posteriors = List.of(
                new BetaPosterior(2, 8), new BetaPosterior(3, 9), new BetaPosterior(1, 6), new BetaPosterior(5, 20));
        int draws = 40_000;
        int[][] seen = new int[4][3];
        for (int draw = 0; draw < draws; draw++) {
            List<double[]> values = new ArrayList<>();
            for (int arm = 0; arm < 4; arm++) {
                values.add(new double[] {draw(posteriors.get(arm), random), arm});
            }
            values.sort((a, b) -> Double.compare(b[0], a[0]));
            for (int rank = 0; rank < 3; rank++) {
                seen[(int) values.get(rank)[1]][rank]++;
            }
        }
        double[][] ranks = new PosteriorGrid(posteriors).ranks(3);
        for (int arm = 0; arm < 4; arm++) {
            for (int rank = 0; rank < 3; rank++) {
                assertThat(ranks[arm][rank]).isCloseTo((double) seen[arm][rank] / draws, within(0.01));
            }
        }
    }

    /** For whole parameters a beta variable is the a-th smallest of a+b-1 even ones. */
    private static double draw(BetaPosterior posterior, Random random) {
        List<Double> even = new ArrayList<>();
        for (int i = 0; i < posterior.alpha() + posterior.beta() - 1; i++) {
            even.add(random.nextDouble());
        }
        Collections.sort(even);
        return even.get((int) posterior.alpha() - 1);
    }

    @Test
    void probabilitiesSumToOneWhateverTheArms() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            List<BetaPosterior> posteriors = new ArrayList<>();
            for (int arm = 0; arm < 2 + random.nextInt(6); arm++) {
                double exposures = Math.pow(10, random.nextDouble() * 7);
                posteriors.add(BetaPosterior.ofRewards(exposures * random.nextDouble() * 0.1, exposures));
            }
            double[] best = new PosteriorGrid(posteriors).best();
            assertThat(Arrays.stream(best).sum()).isCloseTo(1, within(1e-12));
            assertThat(Arrays.stream(best)).allMatch(probability -> probability >= 0 && probability <= 1);
        }
    }

    @Test
    void quantilesAreThoseOfKnownDistributions() {
        PosteriorGrid grid = new PosteriorGrid(List.of(
                new BetaPosterior(1, 1), new BetaPosterior(4, 1), new BetaPosterior(1, 1000), new BetaPosterior(2, 3)));
        for (double p : new double[] {0.05, 0.5, 0.95}) {
            assertThat(grid.quantile(0, p)).isCloseTo(p, within(3e-4));
            assertThat(grid.quantile(1, p)).isCloseTo(Math.pow(p, 0.25), within(3e-4));
            assertThat(grid.quantile(2, p)).isCloseTo(1 - Math.pow(1 - p, 0.001), within(1e-5));
        }
        assertThat(grid.quantile(3, 0.6875))
                .as("Beta(2,3) is below one half with 11/16")
                .isCloseTo(0.5, within(1e-4));
    }
}
