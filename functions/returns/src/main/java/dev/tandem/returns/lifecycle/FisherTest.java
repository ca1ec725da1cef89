package dev.tandem.returns.lifecycle;

/** Fisher's exact test of a two by two table, one-sided. */
final class FisherTest {
    private FisherTest() {}

    /**
     * How likely so many hits or more are among the first, if hits fell on first and others alike: the upper tail of the hypergeometric
     * distribution.
     *
     * @param hits among {@code first}
     * @param otherHits among {@code others}
     */
    static double greater(int hits, int first, int otherHits, int others) {
        int all = hits + otherHits;
        int most = Math.min(first, all);
        double tail = 0;
        // From the smallest term up, so that none is lost in the sum.
        for (int k = most; k >= hits; k--) {
            tail += Math.exp(choose(first, k) + choose(others, all - k) - choose(first + others, all));
        }
        return Math.min(1, tail);
    }

    /** The logarithm of the binomial coefficient; of none, negative infinity. */
    private static double choose(int n, int k) {
        return k < 0 || k > n ? Double.NEGATIVE_INFINITY : factorial(n) - factorial(k) - factorial(n - k);
    }

    /** The logarithm of n!: summed when small, else by Stirling's series to its third term, right to 1e-12. */
    private static double factorial(int n) {
        if (n < 32) {
            double sum = 0;
            for (int i = 2; i <= n; i++) {
                sum += Math.log(i);
            }
            return sum;
        }
        double x = n + 1.0;
        return (x - 0.5) * Math.log(x)
                - x
                + 0.5 * Math.log(2 * Math.PI)
                + 1 / (12 * x)
                - 1 / (360 * x * x * x)
                + 1 / (1260 * Math.pow(x, 5));
    }
}
