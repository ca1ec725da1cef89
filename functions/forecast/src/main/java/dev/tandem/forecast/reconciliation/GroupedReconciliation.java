package dev.tandem.forecast.reconciliation;

import java.util.Arrays;

/**
 * Makes forecasts of cells and of crossed groups of them add up, as categories by regions with totals of both: what is a tree for neither. The
 * same estimate as {@link Reconciliation} (minimum trace with a diagonal covariance: Wickramasuriya, Athanasopoulos, Hyndman 2019), in its
 * dual form: as many unknowns as there are groups. They are found by conjugate gradients (Hestenes, Stiefel 1952), in which the matrix is never
 * written down: a step costs as much as adding all cells up once.
 */
public final class GroupedReconciliation {
    private static final int MOST_STEPS = 2000;
    private static final double TOLERANCE = 1e-12;
    /** How often cells that hit a bound are set and the others solved again. */
    private static final int ROUNDS = 8;

    private final int[][] memberships;
    private final int groups;

    /**
     * @param memberships for each grouping the group of each cell; numbers of groups differ between groupings
     * @param groups how many groups there are in all
     */
    public GroupedReconciliation(int[][] memberships, int groups) {
        this.memberships = memberships;
        this.groups = groups;
    }

    /**
     * The bottom of a problem.
     *
     * @param forecasts one for each cell
     * @param variances of their errors, 0 for a cell that is to stay
     * @param least lower bounds of the results, {@code most} upper ones; the forecasts are within
     */
    public record Cells(double[] forecasts, double[] variances, double[] least, double[] most) {}

    /**
     * @param forecasts one for each group; NaN where there is none
     * @param variances of their errors
     * @return one for each cell; groups are the sums of their cells
     */
    public double[] reconcile(Cells cells, double[] forecasts, double[] variances) {
        double[] bottom = cells.forecasts().clone();
        double[] free = cells.variances().clone();
        double[] moved = solved(bottom, free, forecasts, variances);
        for (int round = 0; round < ROUNDS && bound(cells, moved, bottom, free); round++) {
            moved = solved(bottom, free, forecasts, variances);
        }
        for (int cell = 0; cell < moved.length; cell++) {
            moved[cell] = Math.clamp(moved[cell], cells.least()[cell], cells.most()[cell]);
        }
        return moved;
    }

    /** Sets cells that went beyond their bounds to them; false where there are none. */
    private static boolean bound(Cells cells, double[] moved, double[] bottom, double[] free) {
        boolean any = false;
        for (int cell = 0; cell < moved.length; cell++) {
            if (free[cell] > 0 && (moved[cell] < cells.least()[cell] || moved[cell] > cells.most()[cell])) {
                bottom[cell] = Math.clamp(moved[cell], cells.least()[cell], cells.most()[cell]);
                free[cell] = 0;
                any = true;
            }
        }
        return any;
    }

    /** Every group's sum of a value of its cells. */
    public double[] sums(double[] values) {
        double[] sums = new double[groups];
        for (int[] grouping : memberships) {
            for (int cell = 0; cell < values.length; cell++) {
                sums[grouping[cell]] += values[cell];
            }
        }
        return sums;
    }

    private double[] solved(double[] bottom, double[] free, double[] forecasts, double[] variances) {
        double scale = Arrays.stream(free).max().orElse(0);
        if (!(scale > 0)) {
            return bottom.clone();
        }
        double[] sums = sums(bottom);
        double[] diagonal = sums(free);
        double[] residual = new double[groups];
        boolean[] known = new boolean[groups];
        for (int group = 0; group < groups; group++) {
            known[group] = Double.isFinite(forecasts[group]) && Double.isFinite(variances[group]);
            residual[group] = known[group] ? forecasts[group] - sums[group] : 0;
            diagonal[group] += known[group] ? Math.max(0, variances[group]) : 0;
            known[group] &= diagonal[group] > 0;
            residual[group] = known[group] ? residual[group] : 0;
        }
        double[] multipliers = multipliers(free, known, variances, diagonal, residual);
        double[] moved = spread(multipliers, free);
        Arrays.setAll(moved, cell -> bottom[cell] + moved[cell]);
        return moved;
    }

    private double[] multipliers(
            double[] free, boolean[] known, double[] variances, double[] diagonal, double[] residual) {
        double[] solution = new double[groups];
        double[] scaled = new double[groups];
        double product = precondition(known, diagonal, residual, scaled);
        double enough = product * TOLERANCE * TOLERANCE;
        double[] direction = scaled.clone();
        for (int step = 0; step < MOST_STEPS && product > enough && product > 0; step++) {
            double[] image = sums(spread(direction, free));
            double curvature = 0;
            for (int group = 0; group < groups; group++) {
                image[group] = known[group] ? image[group] + Math.max(0, variances[group]) * direction[group] : 0;
                curvature += direction[group] * image[group];
            }
            if (!(curvature > 0)) {
                break;
            }
            double length = product / curvature;
            for (int group = 0; group < groups; group++) {
                solution[group] += length * direction[group];
                residual[group] -= length * image[group];
            }
            double next = precondition(known, diagonal, residual, scaled);
            double turn = next / product;
            for (int group = 0; group < groups; group++) {
                direction[group] = scaled[group] + turn * direction[group];
            }
            product = next;
        }
        return solution;
    }

    private static double precondition(boolean[] known, double[] diagonal, double[] residual, double[] scaled) {
        double product = 0;
        for (int group = 0; group < scaled.length; group++) {
            scaled[group] = known[group] ? residual[group] / diagonal[group] : 0;
            product += scaled[group] * residual[group];
        }
        return product;
    }

    /** What the groups ask of each cell, times its variance. */
    private double[] spread(double[] multipliers, double[] free) {
        double[] asked = new double[free.length];
        for (int[] grouping : memberships) {
            for (int cell = 0; cell < asked.length; cell++) {
                asked[cell] += multipliers[grouping[cell]];
            }
        }
        for (int cell = 0; cell < asked.length; cell++) {
            asked[cell] *= free[cell];
        }
        return asked;
    }
}
