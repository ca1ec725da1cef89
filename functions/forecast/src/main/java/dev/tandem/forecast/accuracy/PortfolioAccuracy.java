package dev.tandem.forecast.accuracy;

/** Errors summed over many series and origins. Add what was forecast, then read. Not safe for use by several threads. */
public final class PortfolioAccuracy {
    private double absolute;
    private double errors;
    private double sold;
    private double weighted;
    private double weights;

    /**
     * @param history what was known at the origin
     * @param weight of the series in WRMSSE, in M5 its revenue of the last periods; a series that never changed has no scale and is left
     *     out of WRMSSE
     */
    public void add(double[] history, double[] actual, double[] forecast, double weight) {
        for (int step = 0; step < actual.length; step++) {
            absolute += Math.abs(forecast[step] - actual[step]);
            errors += forecast[step] - actual[step];
            sold += actual[step];
        }
        double scaled = PointAccuracy.rmsse(history, actual, forecast);
        if (Double.isFinite(scaled)) {
            weighted += weight * scaled;
            weights += weight;
        }
    }

    /** Weighted absolute percentage error: the sum of absolute errors over the sum sold. */
    public double wape() {
        return absolute / sold;
    }

    /** The score of the VN1 challenge: WAPE plus the absolute bias, {@code (sum |e| + |sum e|) / sum y}. */
    public double vn1() {
        return (absolute + Math.abs(errors)) / sold;
    }

    /** Weighted root mean squared scaled error of M5. */
    public double wrmsse() {
        return weighted / weights;
    }

    /** Sum of forecasts over sum sold, less one. */
    public double bias() {
        return errors / sold;
    }
}
