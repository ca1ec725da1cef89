package dev.tandem.forecast.model;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * The forecast of production: a long and a short autoregression, Theta and damped trend, on logarithms where values allow, without the
 * season, weighted by what each would have been worth at several recent origins. Weights start at priors, because errors of few origins are
 * themselves uncertain: simple combinations are hard to beat (Clemen 1989; Makridakis, Spiliotis, Assimakopoulos 2020). Quantiles come from
 * the errors of the combination at the same origins.
 */
public final class Combination implements Forecaster {
    private record Member(double prior, Function<double[], Fitted> fit) {}

    private static final List<Member> MEMBERS = List.of(
            new Member(0.6, Autoregression::longest),
            new Member(0.2, series -> Autoregression.fit(series, 4)),
            new Member(0.1, Theta::optimised),
            new Member(0.1, DampedTrend::fit));

    /** A member with twice the error of the others gets a 32nd of the weight, */
    private static final double SHARPNESS = 5;
    /** less where few seasons of errors were seen: errors count as if this many horizons of equal errors had been seen before. */
    private static final double PRIOR_HORIZONS = 0.5;
    /** The origins lie in the last four horizons or sixteenth of the history, whichever is longer, but not before its last third. */
    private static final int HORIZONS = 4;

    private static final int SIXTEENTH = 16;
    private static final int ORIGINS = 20;
    private static final int LEAST_TO_FIT = 8;

    /** What every member expected at past origins, by step, and what came; NaN where that is unknown. */
    private record Trial(double[][][] expected, double[][] actual, double horizons) {}

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        double[] known = Histories.filled(history, seasonLength);
        Scale scale = Scale.of(known);
        double[] series = scale.forward(known);
        int n = series.length;
        Season season = Season.fit(series, seasonLength);
        double[] plain = season.removedFrom(series);
        double[] mean = new double[horizon];
        Spread spread;
        if (n < 4) {
            Arrays.fill(mean, Arrays.stream(plain).average().orElse(0));
            spread = Spread.ofTheory(guessed(plain, horizon));
        } else {
            Trial trial = trial(series, unknown(history, n), seasonLength, horizon);
            double[] weights = weights(trial);
            Autoregression longest = Autoregression.longest(plain);
            for (int k = 0; k < weights.length; k++) {
                Fitted fitted = k == 0 ? longest : MEMBERS.get(k).fit.apply(plain);
                add(mean, weights[k], fitted.ahead(plain, new int[] {n}, horizon)[0]);
            }
            spread = Spread.ofErrors(errors(trial, weights), trial.horizons, longest.deviations(horizon));
        }
        double[][] quantiles = spread.around(mean);
        double level = plain[n - 1];
        for (int step = 0; step < horizon; step++) {
            mean[step] = scale.tempered(mean[step], level);
            for (double[] quantile : quantiles) {
                quantile[step] = scale.tempered(quantile[step], level) + season.at(n + step);
            }
            mean[step] += season.at(n + step);
        }
        scale.back(mean);
        Arrays.stream(quantiles).forEach(scale::back);
        DemandForecast forecast = new DemandForecast("Combination", mean, quantiles);
        return Arrays.stream(known).allMatch(value -> value >= 0) ? forecast.atLeastZero() : forecast;
    }

    /** Which of the newest values were filled in: they prove nothing. */
    private static boolean[] unknown(double[] history, int length) {
        boolean[] unknown = new boolean[length];
        for (int t = 0; t < length; t++) {
            unknown[t] = Double.isNaN(history[history.length - length + t]);
        }
        return unknown;
    }

    /** Fitted to what was known before the last few horizons, season included, and rolled through them. */
    private static Trial trial(double[] series, boolean[] unknown, int seasonLength, int horizon) {
        int n = series.length;
        int span = Math.min(Math.max(HORIZONS * horizon, n / SIXTEENTH), n / 3);
        int ahead = Math.min(horizon, span);
        if (n - span < LEAST_TO_FIT || ahead == 0) {
            return new Trial(new double[MEMBERS.size()][0][0], new double[0][0], 0);
        }
        double[] plain =
                Season.fit(Arrays.copyOf(series, n - span), seasonLength).removedFrom(series);
        double[] head = Arrays.copyOf(plain, n - span);
        int places = span - ahead + 1;
        int[] origins = new int[Math.min(places, ORIGINS)];
        double[][] actual = new double[origins.length][];
        for (int o = 0; o < origins.length; o++) {
            // The last origin is always tried: it is nearest to what is asked.
            int back = (int)
                    Math.round((double) (origins.length - 1 - o) * (places - 1) / Math.max(1, origins.length - 1));
            origins[o] = n - ahead - back;
            actual[o] = new double[ahead];
            for (int step = 0; step < ahead; step++) {
                int t = origins[o] + step;
                actual[o][step] = unknown[t] ? Double.NaN : plain[t];
            }
        }
        double[][][] expected = new double[MEMBERS.size()][][];
        for (int k = 0; k < expected.length; k++) {
            expected[k] = MEMBERS.get(k).fit.apply(head).ahead(plain, origins, ahead);
        }
        return new Trial(expected, actual, (double) span / ahead);
    }

    /** For one to three values: a random walk whose steps are as large as those seen, or half as large as the value itself. */
    private static double[] guessed(double[] series, int horizon) {
        double step = Math.abs(series[0]) / 2;
        for (int t = 1; t < series.length; t++) {
            step = Math.max(t == 1 ? 0 : step, Math.abs(series[t] - series[t - 1]));
        }
        double[] deviations = new double[horizon];
        for (int i = 0; i < horizon; i++) {
            deviations[i] = step * Math.sqrt(i + 1);
        }
        return deviations;
    }

    private static double[] weights(Trial trial) {
        double[] errors = new double[MEMBERS.size()];
        double mean = 0;
        for (int k = 0; k < errors.length; k++) {
            for (int o = 0; o < trial.actual.length; o++) {
                for (int step = 0; step < trial.actual[o].length; step++) {
                    double error = Math.abs(trial.expected[k][o][step] - trial.actual[o][step]);
                    errors[k] += Double.isNaN(error) ? 0 : error;
                }
            }
            mean += MEMBERS.get(k).prior * errors[k];
        }
        double[] weights = new double[errors.length];
        for (int k = 0; k < weights.length; k++) {
            double relative = mean == 0
                    ? 1
                    : (trial.horizons * errors[k] / mean + PRIOR_HORIZONS) / (trial.horizons + PRIOR_HORIZONS);
            weights[k] = MEMBERS.get(k).prior * Math.pow(relative, -SHARPNESS);
        }
        double sum = Arrays.stream(weights).sum();
        return Arrays.stream(weights).map(weight -> weight / sum).toArray();
    }

    private static double[][] errors(Trial trial, double[] weights) {
        double[][] errors = new double[trial.actual.length][];
        for (int o = 0; o < errors.length; o++) {
            double[] expected = new double[trial.actual[o].length];
            for (int k = 0; k < weights.length; k++) {
                add(expected, weights[k], trial.expected[k][o]);
            }
            errors[o] = trial.actual[o].clone();
            add(errors[o], -1, expected);
        }
        return errors;
    }

    private static void add(double[] sum, double weight, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += weight * values[i];
        }
    }
}
