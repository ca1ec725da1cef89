package dev.tandem.forecast.model;

import java.util.Arrays;
import org.hipparchus.analysis.MultivariateFunction;
import org.hipparchus.exception.MathIllegalStateException;
import org.hipparchus.optim.InitialGuess;
import org.hipparchus.optim.MaxEval;
import org.hipparchus.optim.nonlinear.scalar.GoalType;
import org.hipparchus.optim.nonlinear.scalar.ObjectiveFunction;
import org.hipparchus.optim.nonlinear.scalar.noderiv.NelderMeadSimplex;
import org.hipparchus.optim.nonlinear.scalar.noderiv.SimplexOptimizer;

/**
 * Exponential smoothing as a state space model with additive errors: level, trend (none, additive, damped) and season (none, additive), on
 * logarithms where values allow, which makes trend, season and error multiplicative. Parameters have the greatest likelihood, which for
 * additive errors is the least sum of squares, found by the simplex search of Nelder and Mead (1965); the form is chosen by AICc. Source: Hyndman, Koehler, Ord,
 * Snyder, Forecasting with Exponential Smoothing (2008), chapters 3, 5 and 7.
 */
public final class ExponentialSmoothing implements Forecaster {
    private static final double[] LEAST = {1e-3, 1e-3, 1e-3, 0.8};
    private static final double[] MOST = {0.999, 0.999, 0.999, 0.98};
    private static final double[] START = {0.3, 0.1, 0.1, 0.9};
    private static final double[] SIDES = {0.3, 0.2, 0.2, -0.05};
    private static final int CALLS = 150;
    private static final double TOLERANCE = 1e-4;

    enum Trend {
        NONE,
        ADDITIVE,
        DAMPED
    }

    /** The form of a model; {@code seasonLength} is 1 without a season. */
    record Form(Trend trend, int seasonLength) {
        /** Parameters and states that are chosen, and the variance. */
        int freedom() {
            int trendOnes = trend == Trend.NONE ? 0 : trend == Trend.ADDITIVE ? 2 : 3;
            return 3 + trendOnes + (seasonLength > 1 ? seasonLength : 0);
        }
    }

    /**
     * A fitted model.
     *
     * @param beta weight of an error in the trend
     * @param gamma weight of an error in the season
     * @param seasons state before the first value, as the level and slope are
     * @param squares sum of squared one-step errors
     */
    record Model(
            Form form,
            double alpha,
            double beta,
            double gamma,
            double phi,
            double level,
            double slope,
            double[] seasons,
            double squares)
            implements Fitted {

        double aicc(int n) {
            int k = form.freedom();
            return n * Math.log(Math.max(squares, 1e-300) / n) + 2 * k + 2.0 * k * (k + 1) / (n - k - 1);
        }

        @Override
        public double[][] ahead(double[] series, int[] origins, int horizon) {
            State state = new State(this);
            double[][] all = new double[origins.length][horizon];
            for (int o = 0; o < origins.length; o++) {
                state.pass(series, origins[o]);
                double sum = 0;
                double power = 1;
                for (int step = 0; step < horizon; step++) {
                    power *= phi;
                    sum += power;
                    all[o][step] =
                            state.level + sum * state.slope + state.seasons[(origins[o] + step) % state.seasons.length];
                }
            }
            return all;
        }

        /** Standard deviation of the error of each step. */
        double[] deviations(int n, int horizon) {
            double[] deviations = new double[horizon];
            double sum = 1;
            double damping = 0;
            double power = 1;
            for (int step = 0; step < horizon; step++) {
                deviations[step] = Math.sqrt(squares / Math.max(1, n - form.freedom() + 1) * sum);
                power *= phi;
                damping += power;
                double weight =
                        alpha + beta * damping + ((step + 1) % seasons.length == 0 && seasons.length > 1 ? gamma : 0);
                sum += weight * weight;
            }
            return deviations;
        }
    }

    private static final class State {
        private final Model model;
        private double level;
        private double slope;
        private final double[] seasons;
        private int time;
        private double squares;

        private State(Model model) {
            this.model = model;
            level = model.level;
            slope = model.slope;
            seasons = model.seasons.clone();
        }

        private void pass(double[] series, int end) {
            for (; time < end; time++) {
                int place = time % seasons.length;
                double drift = model.phi * slope;
                double error = series[time] - level - drift - seasons[place];
                level += drift + model.alpha * error;
                slope = drift + model.beta * error;
                seasons[place] += model.gamma * error;
                squares += error * error;
            }
        }
    }

    @Override
    public DemandForecast forecast(double[] history, int seasonLength, int horizon) {
        double[] known = Histories.filled(history, seasonLength);
        Scale scale = Scale.of(known);
        double[] series = scale.forward(known);
        Model best = best(series, seasonLength);
        double[] mean = best.ahead(series, new int[] {series.length}, horizon)[0];
        double[][] quantiles =
                Spread.ofTheory(best.deviations(series.length, horizon)).around(mean);
        scale.back(mean);
        Arrays.stream(quantiles).forEach(scale::back);
        DemandForecast forecast = new DemandForecast(name(best.form), mean, quantiles);
        return Arrays.stream(known).allMatch(value -> value >= 0) ? forecast.atLeastZero() : forecast;
    }

    private static String name(Form form) {
        String trend = switch (form.trend) {
            case NONE -> "N";
            case ADDITIVE -> "A";
            case DAMPED -> "Ad";
        };
        return "ETS(A," + trend + "," + (form.seasonLength > 1 ? "A" : "N") + ")";
    }

    /** The form of the least AICc among those that the length allows. */
    static Model best(double[] series, int seasonLength) {
        Model best = fit(series, new Form(Trend.NONE, 1));
        for (int season : seasonLength > 1 ? new int[] {1, seasonLength} : new int[] {1}) {
            for (Trend trend : Trend.values()) {
                Form form = new Form(trend, season);
                if (series.length > form.freedom() + 2 && (season == 1 || series.length >= 2 * season)) {
                    Model other = fit(series, form);
                    best = other.aicc(series.length) < best.aicc(series.length) ? other : best;
                }
            }
        }
        return best;
    }

    static Model fit(double[] series, Form form) {
        int m = form.seasonLength;
        int first = Math.min(series.length, Math.max(10, 2 * m));
        double[] seasons = m > 1 ? start(series, m) : new double[1];
        double[] line = line(series, first, seasons, form.trend != Trend.NONE);
        int[] free = form.trend == Trend.NONE
                ? (m > 1 ? new int[] {0, 2} : new int[] {0})
                : form.trend == Trend.ADDITIVE
                        ? (m > 1 ? new int[] {0, 1, 2} : new int[] {0, 1})
                        : m > 1 ? new int[] {0, 1, 2, 3} : new int[] {0, 1, 3};
        if (free.length == 1) {
            SimpleSmoothing simple = SimpleSmoothing.fit(series);
            double squares =
                    Arrays.stream(simple.errors()).map(error -> error * error).sum();
            return new Model(form, simple.alpha(), 0, 0, 1, simple.start(), 0, seasons, squares);
        }
        Model[] best = {model(series, form, START, line, seasons)};
        MultivariateFunction squares = point -> {
            double[] all = START.clone();
            for (int i = 0; i < free.length; i++) {
                if (point[i] < LEAST[free[i]] || point[i] > MOST[free[i]]) {
                    return Double.MAX_VALUE;
                }
                all[free[i]] = point[i];
            }
            Model model = model(series, form, all, line, seasons);
            best[0] = model.squares < best[0].squares ? model : best[0];
            return model.squares;
        };
        double[] start = chosen(START, free);
        try {
            new SimplexOptimizer(TOLERANCE, 0)
                    .optimize(
                            new MaxEval(CALLS),
                            GoalType.MINIMIZE,
                            new ObjectiveFunction(squares),
                            new InitialGuess(start),
                            new NelderMeadSimplex(chosen(SIDES, free)));
        } catch (MathIllegalStateException e) {
            // Out of calls: the best point so far is good enough.
            return best[0];
        }
        return best[0];
    }

    /** @param point alpha, share of it for the trend, share of the rest for the season, damping */
    private static Model model(double[] series, Form form, double[] point, double[] line, double[] seasons) {
        double beta = form.trend == Trend.NONE ? 0 : point[0] * point[1];
        double gamma = form.seasonLength > 1 ? (1 - point[0]) * point[2] : 0;
        double phi = form.trend == Trend.DAMPED ? point[3] : 1;
        State state = new State(new Model(form, point[0], beta, gamma, phi, line[0], line[1], seasons, 0));
        state.pass(series, series.length);
        return new Model(form, point[0], beta, gamma, phi, line[0], line[1], seasons, state.squares);
    }

    private static double[] chosen(double[] all, int[] which) {
        return Arrays.stream(which).mapToDouble(i -> all[i]).toArray();
    }

    /** Mean distances from the mean of each of the first two or three seasons. */
    private static double[] start(double[] series, int m) {
        double[] seasons = new double[m];
        int count = Math.min(3, series.length / m);
        for (int s = 0; s < count; s++) {
            double mean = Arrays.stream(series, s * m, (s + 1) * m).average().orElse(0);
            for (int i = 0; i < m; i++) {
                seasons[i] += (series[s * m + i] - mean) / count;
            }
        }
        return seasons;
    }

    /** Level just before the first value and slope of the straight line through the first values. */
    private static double[] line(double[] series, int count, double[] seasons, boolean sloping) {
        double sum = 0;
        double sumOfProducts = 0;
        for (int t = 0; t < count; t++) {
            double value = series[t] - seasons[t % seasons.length];
            sum += value;
            sumOfProducts += value * t;
        }
        double n = count;
        double slope = sloping && count > 1 ? (sumOfProducts - sum * (n - 1) / 2) * 12 / (n * (n * n - 1)) : 0;
        return new double[] {sum / n - slope * (n + 1) / 2, slope};
    }
}
