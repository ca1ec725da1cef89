package dev.tandem.forecast.signal;

/**
 * Second moments of log demand and features within a block of periods, each series taken around its own mean there. Adds up over series;
 * the squared error of any coefficients follows from it without the rows.
 */
final class BlockSums {
    int rows;
    double square;
    final double[] moment;
    final double[] gram;

    BlockSums(int features) {
        moment = new double[features];
        gram = new double[PackedMatrix.size(features)];
    }

    void add(BlockSums other) {
        rows += other.rows;
        square += other.square;
        for (int i = 0; i < moment.length; i++) {
            moment[i] += other.moment[i];
        }
        for (int i = 0; i < gram.length; i++) {
            gram[i] += other.gram[i];
        }
    }

    /** Those of some features, as numbered. */
    BlockSums of(int[] some) {
        BlockSums sums = new BlockSums(some.length);
        sums.rows = rows;
        sums.square = square;
        for (int i = 0; i < some.length; i++) {
            sums.moment[i] = moment[some[i]];
            for (int j = 0; j <= i; j++) {
                sums.gram[PackedMatrix.at(i, j)] = gram[PackedMatrix.at(some[i], some[j])];
            }
        }
        return sums;
    }

    /** The same over several blocks of the calendar that all series share. */
    void add(double[] logDemand, Features features, int from, int until, long firstPeriod, int blockLength) {
        for (int start = from; start < until; ) {
            long block = Math.floorDiv(firstPeriod + start, (long) blockLength);
            int end = (int) Math.min((block + 1) * blockLength - firstPeriod, until);
            add(logDemand, features, start, end);
            start = end;
        }
    }

    /** Rows {@code from} to before {@code until} of one series; those without demand do not count. */
    void add(double[] logDemand, Features features, int from, int until) {
        int known = 0;
        double mean = 0;
        double[] centre = new double[moment.length];
        for (int t = from; t < until; t++) {
            if (!Double.isNaN(logDemand[t])) {
                known++;
                mean += logDemand[t];
                double[] row = features.row(t);
                for (int i = 0; i < centre.length; i++) {
                    centre[i] += row[i];
                }
            }
        }
        if (known < 2) {
            return;
        }
        mean /= known;
        for (int i = 0; i < centre.length; i++) {
            centre[i] /= known;
        }
        double[] difference = new double[centre.length];
        for (int t = from; t < until; t++) {
            if (Double.isNaN(logDemand[t])) {
                continue;
            }
            double[] row = features.row(t);
            double y = logDemand[t] - mean;
            square += y * y;
            for (int i = 0, at = 0; i < difference.length; i++) {
                double x = row[i] - centre[i];
                difference[i] = x;
                moment[i] += x * y;
                if (x == 0) {
                    at += i + 1;
                    continue;
                }
                for (int j = 0; j <= i; j++, at++) {
                    gram[at] += x * difference[j];
                }
            }
        }
        // The mean that was taken off is one number less to learn from.
        rows += known - 1;
    }

    double squaredError(double[] coefficients) {
        double[] product = PackedMatrix.times(gram, coefficients);
        double error = square;
        for (int i = 0; i < coefficients.length; i++) {
            error += coefficients[i] * (product[i] - 2 * moment[i]);
        }
        return error;
    }
}
