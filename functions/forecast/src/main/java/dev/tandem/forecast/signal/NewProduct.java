package dev.tandem.forecast.signal;

import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Forecasts a product that has hardly sold, from the launches of its category: the level of those alike, the usual course after a start,
 * what price and talk did to the level, and what it has sold itself, each weighted by how sure it is (normal prior and posterior of the
 * log level, as Neelamegham and Chintagunta 1999 do with analogous launches).
 */
public final class NewProduct {
    /**
     * Effects on log demand of one standard deviation, before the category says otherwise: talk moves a start most. A prior counts as
     * much as that many launches.
     */
    static final double SOCIAL = 0.35;

    static final double PRICE = -0.15;
    private static final double PRIOR_LAUNCHES = 8;
    /** How fast likeness fades: two launches that differ in a third of their attributes count e times less than equal ones. */
    private static final double LIKENESS = 1.0 / 3;
    /** Standard deviations of log demand where nothing is known: between products, and between periods of one. */
    private static final double LEVEL_SPREAD = 1.2;

    private static final double PERIOD_SPREAD = 0.6;
    private static final double LEAST_VARIANCE = 0.04;

    private final List<Launch> category;
    private final double[] course;
    private final double[] levels;
    private final double periodVariance;

    /** @param category former launches, also of other locations; those without a sale known are left out */
    public NewProduct(List<Launch> category) {
        this.category = category.stream()
                .filter(launch -> Arrays.stream(launch.units()).anyMatch(units -> !Double.isNaN(units)))
                .toList();
        course = course(this.category);
        levels = new double[this.category.size()];
        double squares = PERIOD_SPREAD * PERIOD_SPREAD * PRIOR_LAUNCHES;
        double count = PRIOR_LAUNCHES;
        for (int i = 0; i < levels.length; i++) {
            double[] units = this.category.get(i).units();
            levels[i] = level(units);
            for (int age = 0; age < units.length; age++) {
                if (!Double.isNaN(units[age])) {
                    double off = Math.log1p(units[age]) - levels[i] - at(course, age);
                    squares += off * off;
                    count++;
                }
            }
        }
        periodVariance = Math.max(LEAST_VARIANCE, squares / count);
    }

    /**
     * @param horizon periods to look ahead, from the first that {@code launch} has no units for
     * @return drivers are {@code level} (those alike), {@code course}, {@code price}, {@code social} and {@code own sales}
     */
    public SignalForecast forecast(Launch launch, int horizon) {
        double[] likeness = new double[levels.length];
        double sum = 0;
        for (int i = 0; i < likeness.length; i++) {
            likeness[i] =
                    Math.exp(-distance(launch.attributes(), category.get(i).attributes()) / LIKENESS);
            sum += likeness[i];
        }
        Influence price = influence(likeness, launch.price(), true);
        Influence social = influence(likeness, launch.social(), false);
        double level = 0;
        for (int i = 0; i < levels.length; i++) {
            level += likeness[i] / sum * levels[i];
        }
        double variance = LEVEL_SPREAD * LEVEL_SPREAD;
        double weight = 1;
        for (int i = 0; i < levels.length; i++) {
            double off = levels[i] - level - price.of(i) - social.of(i);
            variance += likeness[i] * off * off;
            weight += likeness[i];
        }
        variance = Math.max(LEAST_VARIANCE, variance / weight);
        double prior = level + price.effect() + social.effect();
        double precision = 1 / variance;
        double mean = prior / variance;
        for (int age = 0; age < launch.units().length; age++) {
            if (!Double.isNaN(launch.units()[age])) {
                mean += (Math.log1p(launch.units()[age]) - at(course, age)) / periodVariance;
                precision += 1 / periodVariance;
            }
        }
        Map<String, Double> effects = new LinkedHashMap<>();
        effects.put("price", price.effect());
        effects.put("social", social.effect());
        effects.put("own sales", mean / precision - prior);
        return composed(launch, horizon, level, effects, Math.sqrt(1 / precision + periodVariance));
    }

    private SignalForecast composed(
            Launch launch, int horizon, double level, Map<String, Double> effects, double spread) {
        ErrorDistribution normal = ErrorDistribution.wide();
        double[] mean = new double[horizon];
        double[] point = new double[horizon];
        double[][] quantiles = new double[DemandForecast.levelCount()][horizon];
        Map<String, double[][]> drivers = new LinkedHashMap<>();
        drivers.put("level", new double[2][horizon]);
        drivers.put("course", new double[2][horizon]);
        effects.keySet().forEach(name -> drivers.put(name, new double[2][horizon]));
        double sum = effects.values().stream().mapToDouble(Double::doubleValue).sum();
        for (int step = 0; step < horizon; step++) {
            double now = at(course, launch.units().length + step);
            double log = level + sum + now;
            for (int row = 0; row < quantiles.length; row++) {
                quantiles[row][step] = Logs.demand(log + spread * normal.quantile(DemandForecast.level(row), false));
            }
            mean[step] = Math.max(0, Math.exp(log) * normal.meanFactor(spread, false) - 1);
            point[step] = Logs.demand(log + spread * normal.point(false));
            double base = Logs.demand(level);
            double share = sum + now == 0 ? 0 : (quantileMiddle(quantiles, step) - base) / (sum + now);
            for (var driver : drivers.entrySet()) {
                double effect = switch (driver.getKey()) {
                    case "level" -> level;
                    case "course" -> now;
                    default -> Objects.requireNonNull(effects.get(driver.getKey()));
                };
                driver.getValue()[0][step] = driver.getKey().equals("level") ? base : share * effect;
                driver.getValue()[1][step] = effect;
            }
        }
        List<Driver> list = new ArrayList<>();
        drivers.forEach((name, values) -> list.add(new Driver(name, values[0], values[1])));
        return new SignalForecast(new DemandForecast("new product", mean, quantiles), point, List.copyOf(list), 0);
    }

    private static double quantileMiddle(double[][] quantiles, int step) {
        return quantiles[DemandForecast.levelCount() / 2][step];
    }

    /** How a number beside the launches moved their levels, drawn to its prior; standardised over the category. */
    private final class Influence {
        private final double[] standard;
        private final double slope;
        private final double own;

        private Influence(double[] likeness, double[] values, double value, double prior) {
            double count = 0;
            double mean = 0;
            for (double one : values) {
                if (!Double.isNaN(one)) {
                    count++;
                    mean += one;
                }
            }
            mean /= Math.max(1, count);
            double squares = 0;
            for (double one : values) {
                squares += Double.isNaN(one) ? 0 : (one - mean) * (one - mean);
            }
            double deviation = count < 2 ? 0 : Math.sqrt(squares / (count - 1));
            standard = new double[values.length];
            double moment = 0;
            double square = 0;
            double usual = 0;
            double weights = 0;
            double levelMean = Arrays.stream(levels).average().orElse(0);
            for (int i = 0; i < values.length; i++) {
                standard[i] = Double.isNaN(values[i]) || deviation == 0 ? 0 : (values[i] - mean) / deviation;
                moment += standard[i] * (levels[i] - levelMean);
                square += standard[i] * standard[i];
                usual += likeness[i] * standard[i];
                weights += likeness[i];
            }
            slope = (moment + PRIOR_LAUNCHES * prior) / (square + PRIOR_LAUNCHES);
            double centre = weights == 0 ? 0 : usual / weights;
            for (int i = 0; i < standard.length; i++) {
                standard[i] -= centre;
            }
            // Beyond three standard deviations nobody has seen what happens.
            own = Double.isNaN(value) || deviation == 0 ? 0 : Math.clamp((value - mean) / deviation, -3, 3) - centre;
        }

        double effect() {
            return slope * own;
        }

        double of(int launch) {
            return slope * standard[launch];
        }
    }

    private Influence influence(double[] likeness, double value, boolean price) {
        double[] values = category.stream()
                .mapToDouble(launch -> price ? Math.log(launch.price()) : launch.social())
                .toArray();
        return new Influence(likeness, values, price ? Math.log(value) : value, price ? PRICE : SOCIAL);
    }

    /** Share of attributes in which two differ (Gower 1971); one that only one of them has counts as half a difference. */
    private static double distance(Map<String, String> one, Map<String, String> other) {
        Set<String> names = new TreeSet<>(one.keySet());
        names.addAll(other.keySet());
        double different = 0;
        for (String name : names) {
            String first = one.get(name);
            String second = other.get(name);
            different += first == null || second == null ? 0.5 : first.equals(second) ? 0 : 1;
        }
        return names.isEmpty() ? 0 : different / names.size();
    }

    /** Log demand of each age against the whole launch, drawn to none where few launches are known. */
    private static double[] course(List<Launch> category) {
        int longest = category.stream()
                .mapToInt(launch -> launch.units().length)
                .max()
                .orElse(0);
        double[] course = new double[longest];
        double[] count = new double[longest];
        for (Launch launch : category) {
            double mean = Arrays.stream(launch.units())
                    .filter(units -> !Double.isNaN(units))
                    .map(Math::log1p)
                    .average()
                    .orElse(0);
            for (int age = 0; age < launch.units().length; age++) {
                if (!Double.isNaN(launch.units()[age])) {
                    course[age] += Math.log1p(launch.units()[age]) - mean;
                    count[age]++;
                }
            }
        }
        for (int age = 0; age < longest; age++) {
            course[age] /= count[age] + PRIOR_LAUNCHES / 2;
        }
        return course;
    }

    private double level(double[] units) {
        double sum = 0;
        int count = 0;
        for (int age = 0; age < units.length; age++) {
            if (!Double.isNaN(units[age])) {
                sum += Math.log1p(units[age]) - at(course, age);
                count++;
            }
        }
        return sum / count;
    }

    /** The last age that is known stands for all after it. */
    private static double at(double[] course, int age) {
        return course.length == 0 ? 0 : course[Math.min(age, course.length - 1)];
    }
}
