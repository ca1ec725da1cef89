package dev.tandem.forecast.signal;

/** Demand as its logarithm; one unit is added, so that a period without a sale has one. */
final class Logs {
    private Logs() {}

    static double[] of(double[] demand) {
        double[] logs = new double[demand.length];
        for (int t = 0; t < logs.length; t++) {
            logs[t] = Math.log1p(demand[t]);
        }
        return logs;
    }

    static double demand(double log) {
        return Math.max(0, Math.expm1(log));
    }
}
