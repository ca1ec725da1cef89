package dev.tandem.forecast.model;

/** The scale on which changes are alike: logarithms for values well above zero, else the values as they are. */
enum Scale {
    LOGARITHM,
    PLAIN;

    /** Below this share of the mean a value is close to zero: its logarithm would be an outlier. */
    private static final double CLOSE_TO_ZERO = 0.005;

    private static final int ENOUGH = 4;
    /** Growth over the whole horizon, in logarithms. */
    private static final double STEEPEST = 0.4;

    static Scale of(double[] known) {
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        for (double value : known) {
            sum += value;
            least = Math.min(least, value);
        }
        return known.length >= ENOUGH && least > CLOSE_TO_ZERO * Math.abs(sum / known.length) ? LOGARITHM : PLAIN;
    }

    double[] forward(double[] known) {
        double[] values = known.clone();
        for (int t = 0; this == LOGARITHM && t < values.length; t++) {
            values[t] = Math.log(values[t]);
        }
        return values;
    }

    /**
     * What lies more than by half above the level goes on in a straight line, not exponentially: growth as steep as that does not last,
     * and the upper bounds of a few noisy values would be beyond all measure.
     */
    double tempered(double value, double level) {
        double above = value - level - STEEPEST;
        return this == LOGARITHM && above > 0 ? level + STEEPEST + Math.log1p(above) : value;
    }

    /** In place. */
    void back(double[] values) {
        for (int i = 0; this == LOGARITHM && i < values.length; i++) {
            values[i] = Math.exp(values[i]);
        }
    }
}
