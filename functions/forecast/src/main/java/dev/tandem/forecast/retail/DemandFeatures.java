package dev.tandem.forecast.retail;

/**
 * What the regression sees of a series at an origin: means of past windows, once as sold and once with large orders capped, and what the
 * season did a year ago. All are in units sold and grow with the series, so that one set of coefficients serves fast and slow movers.
 *
 * @param market for the season that all have in common
 * @param season periods in a year; 1 where no season is known
 */
record DemandFeatures(Market market, int season) {
    private static final int[] WINDOWS = {0, 1, 2, 4, 8, 13, 26, 52};
    private static final int RAW = WINDOWS.length - 1;
    private static final int CAPPED = RAW - 1;
    private static final int SHARED_SEASON = RAW + CAPPED;
    private static final int OWN_SEASON = SHARED_SEASON + 1;
    private static final int LAUNCH = OWN_SEASON + 1;
    static final int COUNT = LAUNCH + 1;

    private static final int LEVEL_WINDOW = 8;
    private static final double LEAST_GROWTH = -2;
    private static final double MOST_GROWTH = 4;
    /** In the scale of a series, a sale that it might have had: this share of a usual one in a period. */
    private static final double POSSIBLE_SALE = 0.1;
    /** Weight of the newest period in the smoothing that stands for the coefficients while there is no data. */
    private static final double PRIOR_ALPHA = 0.2;

    /**
     * @param origin the first period that is not known
     * @param launch what a product of its groups sells at this age, 0 where its own history is enough
     * @param into {@link #COUNT} numbers
     * @return the scale of the series, units a period; 0 for one that never sold
     */
    double fill(SalesHistory history, long origin, Block block, double launch, double[] into) {
        int year = WINDOWS[RAW];
        double usual = history.usualSale(origin - year, origin);
        double cap = SalesHistory.cap(usual);
        for (int w = 0; w < RAW; w++) {
            long from = origin - WINDOWS[w + 1];
            long to = origin - WINDOWS[w];
            into[w] = orNewer(history.mean(from, to), into, w);
            if (w < CAPPED) {
                into[RAW + w] =
                        w == 0 ? Math.min(cap, into[0]) : orNewer(history.cappedMean(from, to, cap), into, RAW + w);
            }
        }
        double level = orZero(history.cappedMean(origin - level(), origin, cap));
        double mean = orZero(history.mean(origin - year, origin));
        double shared = 1;
        double own = 1;
        long lastYear = origin - (long) season * ((block.to() + season - 1) / season);
        if (season > 1) {
            long from = lastYear + block.from() - 1;
            long to = Math.min(origin, lastYear + block.to() + 1);
            shared = Math.exp(market.logChange(history.series.groups(), from, to, lastYear - level(), lastYear));
            own = shared;
            if (history.firstSale() <= lastYear - level()) {
                double then = orZero(history.cappedMean(from, to, cap));
                double before = orZero(history.cappedMean(lastYear - level(), lastYear, cap));
                double prior = orZero(history.cappedMean(lastYear - level(), origin, cap)) + POSSIBLE_SALE * usual;
                own = prior == 0 ? shared : (then + prior * shared) / (before + prior);
            }
        }
        into[SHARED_SEASON] = level * Math.clamp(shared - 1, LEAST_GROWTH, MOST_GROWTH);
        into[OWN_SEASON] = level * Math.clamp(own - shared, LEAST_GROWTH, MOST_GROWTH);
        into[LAUNCH] = launch;
        return mean + POSSIBLE_SALE * usual + launch;
    }

    /** Periods that a level is taken from: two months of a year. */
    private int level() {
        return Math.max(2, season * LEVEL_WINDOW / 52);
    }

    /** Coefficients before anything is learnt: exponential smoothing spread over the windows, and the launch profile for what is new. */
    static double[] prior() {
        double[] prior = new double[COUNT];
        for (int w = 0; w < RAW; w++) {
            double weight = Math.pow(1 - PRIOR_ALPHA, WINDOWS[w])
                    - (w == RAW - 1 ? 0 : Math.pow(1 - PRIOR_ALPHA, WINDOWS[w + 1]));
            prior[w] = w < CAPPED ? weight / 2 : weight;
            if (w < CAPPED) {
                prior[RAW + w] = weight / 2;
            }
        }
        return prior;
    }

    static double value(double[] x, double[] coefficients) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            sum += coefficients[i] * x[i];
        }
        return sum;
    }

    /** The forecast over what it would be without the season of a year ago. */
    static double seasonShare(double[] x, double[] coefficients) {
        double value = value(x, coefficients);
        double without =
                value - coefficients[SHARED_SEASON] * x[SHARED_SEASON] - coefficients[OWN_SEASON] * x[OWN_SEASON];
        return value > 0 && without > 0 ? value / without : 1;
    }

    private static double orNewer(double mean, double[] into, int at) {
        boolean newest = at == 0 || at == RAW;
        return !Double.isNaN(mean) ? mean : newest ? 0 : into[at - 1];
    }

    private static double orZero(double value) {
        return Double.isNaN(value) ? 0 : value;
    }
}
