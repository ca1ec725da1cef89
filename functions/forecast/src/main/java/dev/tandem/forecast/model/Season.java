package dev.tandem.forecast.model;

/**
 * Additive seasons of one or two lengths, one within the other (the day within the week). Each index is the mean distance from a moving
 * average over one season, newer seasons weighing more, shrunk by its own uncertainty (empirical Bayes, James and Stein 1961): a season that is only noise shrinks to
 * nothing, so no test decides. The decomposition by moving averages, season after season, is that of MSTL (Bandara, Hyndman, Bergmeir 2021)
 * with plain means in the place of local regressions.
 *
 * @param indices one array for each season length; the index of time t is at {@code t % length}
 */
record Season(double[][] indices) {
    /** What a season counts for beside the next: patterns drift. */
    private static final double KEPT = 0.85;

    /** @param series on a scale where seasons add up, logarithms for most; a length that is not seen two and a half times is left out */
    static Season fit(double[] series, int seasonLength) {
        int[] lengths = lengths(seasonLength);
        double[][] indices = new double[lengths.length][];
        double[] rest = series;
        for (int i = 0; i < lengths.length; i++) {
            indices[i] = rest.length >= 2.5 * lengths[i] ? indices(rest, lengths[i]) : new double[1];
            rest = new Season(new double[][] {indices[i]}).removedFrom(rest);
        }
        return new Season(indices);
    }

    /** Hours, half-hours and quarters of an hour also follow the week. */
    private static int[] lengths(int seasonLength) {
        return switch (seasonLength) {
            case 0, 1 -> new int[0];
            case 24, 48, 96 -> new int[] {seasonLength, 7 * seasonLength};
            default -> new int[] {seasonLength};
        };
    }

    double at(int time) {
        double sum = 0;
        for (double[] one : indices) {
            sum += one[time % one.length];
        }
        return sum;
    }

    double[] removedFrom(double[] series) {
        double[] rest = new double[series.length];
        for (int t = 0; t < rest.length; t++) {
            rest[t] = series[t] - at(t);
        }
        return rest;
    }

    private static double[] indices(double[] series, int length) {
        int n = series.length;
        int first = length / 2;
        double[] trend = trend(series, length);
        double[] weights = new double[n];
        double[] indices = new double[length];
        double[] counts = new double[length];
        double kept = Math.pow(KEPT, 1.0 / length);
        double weight = 1;
        double sum = 0;
        double sumOfSquares = 0;
        for (int t = n - 1; t >= first; t--) {
            weights[t] = weight;
            indices[t % length] += weight * (series[t] - trend[t]);
            counts[t % length] += weight;
            sum += weight;
            sumOfSquares += weight * weight;
            weight *= kept;
        }
        double mean = 0;
        for (int s = 0; s < length; s++) {
            indices[s] /= counts[s];
            mean += indices[s] / length;
        }
        double between = 0;
        for (int s = 0; s < length; s++) {
            indices[s] -= mean;
            between += indices[s] * indices[s] / length;
        }
        double within = 0;
        for (int t = first; t < n; t++) {
            double error = series[t] - trend[t] - indices[t % length];
            within += weights[t] * error * error / sum;
        }
        // As many values as weigh the same without weights; the noise of an index is that of a mean of its share of
        // them.
        double values = sum * sum / sumOfSquares;
        double noise = within * values / Math.max(1, values - length) * length / values;
        double share = between > noise ? 1 - noise / between : 0;
        for (int s = 0; s < length; s++) {
            indices[s] *= share;
        }
        return indices;
    }

    /** Centred moving averages over one season from half a season on; the last half goes on with half the slope before it. */
    private static double[] trend(double[] series, int length) {
        int n = series.length;
        double[] sums = new double[n + 1];
        for (int t = 0; t < n; t++) {
            sums[t + 1] = sums[t] + series[t];
        }
        int half = length / 2;
        int end = n - half;
        double[] trend = new double[n];
        for (int t = half; t < end; t++) {
            // An even season has no middle: the mean of the two windows around it.
            double window = sums[t - half + length] - sums[t - half];
            if (length % 2 == 0) {
                window += (series[t + half] - series[t - half]) / 2;
            }
            trend[t] = window / length;
        }
        int back = Math.min(length, (end - half) / 2);
        double slope = (trend[end - 1] - trend[end - 1 - back]) / back / 2;
        for (int t = end; t < n; t++) {
            trend[t] = trend[end - 1] + slope * (t - end + 1);
        }
        return trend;
    }
}
