package dev.tandem.forecast.model;

/** A method with its parameters chosen, which can look ahead from any place of a series without being fitted again. */
@FunctionalInterface
interface Fitted {
    /**
     * What the method expects after each of several origins, in one pass over the series.
     *
     * @param series no gaps; may be longer than what the parameters were chosen on
     * @param origins ascending; the number of values known at each, at least 2
     * @return {@code [origin][step]}
     */
    double[][] ahead(double[] series, int[] origins, int horizon);
}
