package dev.tandem.recommendation.bandit;

import java.util.Arrays;
import java.util.List;

/**
 * Beta distributions side by side on one grid of points, fine where any of them is. Densities are integrated by Simpson's rule and scaled
 * to sum to one, so neither gamma function nor incomplete beta function is needed. Probabilities are right to about five digits.
 */
public final class PosteriorGrid {
    private static final double STEP = 0.25;
    private static final double FINE = 8;
    /** A beta distribution next to 0 falls off like an exponential: e^-40 is left out there. */
    private static final double FAR = 40;

    private final int arms;
    /** Ends and middles of the intervals in turn: ends have even places. */
    private final double[] points;

    private final double[][] density;
    private final double[][] below;

    public PosteriorGrid(List<BetaPosterior> posteriors) {
        arms = posteriors.size();
        points = points(posteriors);
        density = new double[arms][];
        below = new double[arms][];
        for (int arm = 0; arm < arms; arm++) {
            density[arm] = density(posteriors.get(arm));
            below[arm] = cumulate(density[arm]);
        }
    }

    private static double[] points(List<BetaPosterior> posteriors) {
        double[] ends = posteriors.stream()
                .flatMapToDouble(posterior -> {
                    double unit = posterior.standardDeviation();
                    int steps = (int) (FINE / STEP);
                    var fine = java.util.stream.IntStream.rangeClosed(-steps, steps)
                            .mapToDouble(i -> i * STEP);
                    var coarse = java.util.stream.IntStream.rangeClosed((int) FINE + 1, (int) FAR)
                            .boxed()
                            .flatMapToDouble(i -> java.util.stream.DoubleStream.of(-i, i));
                    return java.util.stream.DoubleStream.concat(fine, coarse)
                            .map(distance -> posterior.mean() + distance * unit);
                })
                .map(point -> Math.min(1, Math.max(0, point)))
                .sorted()
                .distinct()
                .toArray();
        double[] points = new double[2 * ends.length - 1];
        for (int i = 0; i < ends.length; i++) {
            points[2 * i] = ends[i];
            if (i > 0) {
                points[2 * i - 1] = (ends[i - 1] + ends[i]) / 2;
            }
        }
        return points;
    }

    /** Up to a factor: 1 at the highest point. */
    private double[] density(BetaPosterior posterior) {
        double a = posterior.alpha() - 1;
        double b = posterior.beta() - 1;
        double mode = a + b > 0 ? a / (a + b) : 0.5;
        double highest = logDensity(mode, a, b);
        return Arrays.stream(points)
                .map(x -> Math.exp(logDensity(x, a, b) - highest))
                .toArray();
    }

    private static double logDensity(double x, double a, double b) {
        // Zero times an infinite logarithm is no factor at all.
        return (a == 0 ? 0 : a * Math.log(x)) + (b == 0 ? 0 : b * Math.log1p(-x));
    }

    /** Probabilities of lying below each point. Scales the density to an integral of one. */
    private double[] cumulate(double[] density) {
        double[] sums = new double[points.length];
        for (int end = 2; end < points.length; end += 2) {
            double width = points[end] - points[end - 2];
            double left = density[end - 2];
            double middle = density[end - 1];
            double right = density[end];
            sums[end - 1] = sums[end - 2] + width / 24 * Math.max(0, 5 * left + 8 * middle - right);
            sums[end] = sums[end - 2] + width / 6 * (left + 4 * middle + right);
        }
        double all = sums[points.length - 1];
        for (int i = 0; i < points.length; i++) {
            density[i] /= all;
            sums[i] = Math.min(1, sums[i] / all);
        }
        return sums;
    }

    /** Probability of each arm to have the highest mean; they sum to one. */
    public double[] best() {
        double[][] ranks = ranks(1);
        double[] best = new double[arms];
        for (int arm = 0; arm < arms; arm++) {
            best[arm] = ranks[arm][0];
        }
        return best;
    }

    /**
     * Probability of each arm to be at each of the first ranks: {@code [arm][rank]}. Those of a rank sum to one. It is what Thompson sampling
     * shows at each place of a list, without drawing: given its own value, an arm's rank is the number of others above it, a sum of
     * independent coins.
     */
    public double[][] ranks(int ranks) {
        double[][] sums = new double[arms][ranks];
        double[] others = new double[ranks];
        for (int i = 0; i < points.length; i++) {
            double weight = simpson(i);
            for (int arm = 0; arm < arms; arm++) {
                double mass = weight * density[arm][i];
                if (mass > 0) {
                    othersAbove(arm, i, others);
                    for (int rank = 0; rank < ranks; rank++) {
                        sums[arm][rank] += mass * others[rank];
                    }
                }
            }
        }
        for (int rank = 0; rank < ranks; rank++) {
            double all = 0;
            for (double[] sum : sums) {
                all += sum[rank];
            }
            for (double[] sum : sums) {
                sum[rank] /= all;
            }
        }
        return sums;
    }

    private double simpson(int i) {
        if (i % 2 == 1) {
            return (points[i + 1] - points[i - 1]) * 4 / 6;
        }
        double before = i > 0 ? points[i] - points[i - 2] : 0;
        double after = i + 2 < points.length ? points[i + 2] - points[i] : 0;
        return (before + after) / 6;
    }

    /** Probabilities that 0, 1, ... of the other arms lie above the point. */
    private void othersAbove(int arm, int point, double[] counts) {
        Arrays.fill(counts, 0);
        counts[0] = 1;
        for (int other = 0; other < arms; other++) {
            if (other == arm) {
                continue;
            }
            double under = below[other][point];
            for (int count = counts.length - 1; count >= 0; count--) {
                counts[count] = counts[count] * under + (count > 0 ? counts[count - 1] * (1 - under) : 0);
            }
        }
    }

    /** The value below which an arm's mean lies with this probability. */
    public double quantile(int arm, double probability) {
        double[] sums = below[arm];
        int at = Arrays.binarySearch(sums, probability);
        if (at >= 0) {
            return points[at];
        }
        int right = Math.min(points.length - 1, Math.max(1, -at - 1));
        double share = (probability - sums[right - 1]) / (sums[right] - sums[right - 1]);
        return points[right - 1] + share * (points[right] - points[right - 1]);
    }
}
