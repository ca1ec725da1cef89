package dev.tandem.forecast.retail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the regression got wrong for all series at once, at every past origin: the logarithm of sold over forecast, summed over all series
 * and over each larger group. The same error came a year before, where it is the season, or lately, where it is the course of business;
 * both are carried on, at the strength that past origins show.
 */
final class CommonErrors {
    /** Groups smaller than this have no course of their own that could be told from chance. */
    static final int LEAST_SERIES = 20;

    private static final int RECENT_ORIGINS = 4;
    private static final int YEAR_NEIGHBOURS = 1;
    /** Before there is data: how much of last year's error comes again, and of the recent one at the nearest block. */
    private static final double YEAR_PRIOR = 0.8;

    private static final double RECENT_PRIOR = 0.3;
    private static final double PRIOR_ORIGINS = 26;
    private static final double LARGEST = Math.log(3);

    private final int blocks;
    private final int origins;
    private final int season;
    private final Map<String, Sums[][]> sums = new HashMap<>();
    private final Map<String, double[][]> errors = new HashMap<>();
    private final double[][] slopes;

    /** @param origins past origins, one a period; the origin of the next forecast has this index */
    CommonErrors(int blocks, int origins, int season) {
        this.blocks = blocks;
        this.origins = origins;
        this.season = season;
        slopes = new double[blocks][];
    }

    private static final class Sums {
        double sold;
        double squares;
        final double[][] features = new double[DemandPool.SEGMENTS][DemandFeatures.COUNT];
    }

    void add(String group, int block, int origin, int segment, double[] features, double sold) {
        Sums[][] all = sums.computeIfAbsent(group, name -> new Sums[blocks][origins]);
        Sums cell = all[block][origin];
        if (cell == null) {
            cell = new Sums();
            all[block][origin] = cell;
        }
        cell.sold += sold;
        cell.squares += sold * sold;
        for (int i = 0; i < features.length; i++) {
            cell.features[segment][i] += features[i];
        }
    }

    /** Turns the sums into errors, once the coefficients are known. */
    void close(double[][][] coefficients) {
        double[][] all = new double[blocks][origins];
        Sums[][] everything = sums.getOrDefault(Market.ALL, new Sums[blocks][origins]);
        for (int block = 0; block < blocks; block++) {
            for (int origin = 0; origin < origins; origin++) {
                all[block][origin] = log(everything[block][origin], coefficients[block]);
            }
            slopes[block] = slopes(all[block], block);
        }
        // Groups are held as what they differ from all, each drawn to nothing by its own chance.
        sums.forEach((group, cells) -> {
            double[][] logs = new double[blocks][origins];
            for (int block = 0; block < blocks; block++) {
                for (int origin = 0; origin < origins; origin++) {
                    Sums cell = cells[block][origin];
                    double common = group.equals(Market.ALL) ? 0 : all[block][origin];
                    logs[block][origin] = cell == null ? 0 : shrunk(log(cell, coefficients[block]) - common, cell);
                }
            }
            errors.put(group, logs);
        });
        sums.clear();
    }

    /** Chance alone gives the logarithm of a sum of independent sales a variance of about its squares over the squared sum. */
    private static double shrunk(double log, Sums cell) {
        double chance = cell.squares / (cell.sold * cell.sold);
        return cell.sold <= 0 ? 0 : log * log * log / (log * log + chance);
    }

    private static double log(@Nullable Sums cell, double[][] coefficients) {
        if (cell == null || cell.sold <= 0) {
            return 0;
        }
        double expected = 0;
        for (int segment = 0; segment < DemandPool.SEGMENTS; segment++) {
            expected += DemandFeatures.value(cell.features[segment], coefficients[segment]);
        }
        return expected <= 0 ? 0 : Math.clamp(Math.log(cell.sold / expected), -LARGEST, LARGEST);
    }

    /** Regression of the error on last year's and the recent one, drawn to the priors. */
    private double[] slopes(double[] logs, int block) {
        double[] prior = {
            YEAR_PRIOR,
            RECENT_PRIOR * Block.ALL.getFirst().to() / Block.ALL.get(block).to()
        };
        double yy = 0;
        double yr = 0;
        double rr = 0;
        double ey = 0;
        double er = 0;
        int count = 0;
        int last = origins - Block.ALL.get(block).to();
        for (int origin = 0; origin <= last && origin < origins; origin++) {
            double year = lastYear(logs, origin);
            if (season > 1 && origin - season >= YEAR_NEIGHBOURS) {
                double recent = recent(logs, origin, block);
                yy += year * year;
                yr += year * recent;
                rr += recent * recent;
                ey += logs[origin] * year;
                er += logs[origin] * recent;
                count++;
            }
        }
        if (count == 0) {
            return prior;
        }
        double weightY = PRIOR_ORIGINS * Math.max(yy / count, 1e-6);
        double weightR = PRIOR_ORIGINS * Math.max(rr / count, 1e-6);
        double a = yy + weightY;
        double d = rr + weightR;
        double u = ey + weightY * prior[0];
        double v = er + weightR * prior[1];
        double det = a * d - yr * yr;
        return new double[] {Math.clamp((u * d - v * yr) / det, 0, 1), Math.clamp((v * a - u * yr) / det, 0, 1)};
    }

    /** The logarithm by which forecasts of a block at an origin are to be raised; only what was known at the origin is used. */
    double expected(String group, int block, int origin) {
        double[][] logs = errors.get(group);
        if (logs == null) {
            return 0;
        }
        return slopes[block][0] * lastYear(logs[block], origin) + slopes[block][1] * recent(logs[block], origin, block);
    }

    double expected(List<String> groups, int block, int origin) {
        double sum = expected(Market.ALL, block, origin);
        for (String group : groups) {
            sum += expected(group, block, origin);
        }
        return Math.clamp(sum, -LARGEST, LARGEST);
    }

    /** The error a year before, smoothed with its neighbours. */
    private double lastYear(double[] logs, int origin) {
        double sum = 0;
        int weights = 0;
        for (int shift = -YEAR_NEIGHBOURS; season > 1 && shift <= YEAR_NEIGHBOURS; shift++) {
            int at = origin - season + shift;
            int weight = shift == 0 ? 2 : 1;
            if (at >= 0 && at < origins) {
                sum += weight * logs[at];
                weights += weight;
            }
        }
        return weights == 0 ? 0 : sum / weights;
    }

    /** Mean over the last origins whose whole block was known at the origin. */
    private double recent(double[] logs, int origin, int block) {
        int newest = origin - Block.ALL.get(block).to();
        double sum = 0;
        int count = 0;
        for (int at = newest; at > newest - RECENT_ORIGINS && at >= 0; at--) {
            sum += logs[at];
            count++;
        }
        return count == 0 ? 0 : sum / count;
    }

    /** What to raise the forecasts by that were made so many periods before now, {@code [block]} for each group. */
    Map<String, double[]> expected(int periodsBefore) {
        Map<String, double[]> next = new HashMap<>();
        for (String group : errors.keySet()) {
            double[] logs = new double[blocks];
            for (int block = 0; block < blocks; block++) {
                logs[block] = expected(group, block, Math.max(0, origins - periodsBefore));
            }
            next.put(group, logs);
        }
        return next;
    }
}
