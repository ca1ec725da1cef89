package dev.tandem.forecast.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class GroupedReconciliationTest {
    private static final double FAR = 1e12;

    private static GroupedReconciliation.Cells free(double[] forecasts, double[] variances) {
        double[] least = new double[forecasts.length];
        double[] most = new double[forecasts.length];
        Arrays.fill(least, -FAR);
        Arrays.fill(most, FAR);
        return new GroupedReconciliation.Cells(forecasts, variances, least, most);
    }

    private static double[] random(Random random, int size, double scale) {
        double[] values = new double[size];
        Arrays.setAll(values, i -> scale * (0.05 + random.nextDouble()));
        return values;
    }

    @Test
    void onATreeItIsWhatTheTreesOwnSolutionIs() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            int regions = 1 + random.nextInt(5);
            int cells = regions + random.nextInt(20);
            // Node 0 is the total, then regions, then cells.
            int[] parents = new int[1 + regions + cells];
            parents[0] = -1;
            int[][] memberships = new int[2][cells];
            for (int cell = 0; cell < cells; cell++) {
                int region = cell < regions ? cell : random.nextInt(regions);
                parents[1 + regions + cell] = 1 + region;
                memberships[0][cell] = 1 + region;
            }
            double[] forecasts = random(random, parents.length, 100);
            forecasts[0] *= cells;
            double[] variances = random(random, parents.length, 10);
            double[] tree = Reconciliation.reconcile(new Hierarchy(parents), forecasts, variances);
            if (Arrays.stream(tree).anyMatch(value -> value < 1e-9)) {
                continue;
            }

            double[] grouped = new GroupedReconciliation(memberships, 1 + regions)
                    .reconcile(
                            free(
                                    Arrays.copyOfRange(forecasts, 1 + regions, forecasts.length),
                                    Arrays.copyOfRange(variances, 1 + regions, variances.length)),
                            Arrays.copyOf(forecasts, 1 + regions),
                            Arrays.copyOf(variances, 1 + regions));

            for (int cell = 0; cell < cells; cell++) {
                assertThat(grouped[cell]).isCloseTo(tree[1 + regions + cell], Offset.offset(1e-6));
            }
        }
    }

    @Test
    void onCrossedGroupsNothingIsCloserToAllForecastsTogether() {
        for (int seed = 0; seed < 30; seed++) {
            Random random = new Random(seed);
            int categories = 1 + random.nextInt(12);
            int regions = 1 + random.nextInt(12);
            int cells = 1 + random.nextInt(60);
            int[][] memberships = new int[3][cells];
            for (int cell = 0; cell < cells; cell++) {
                memberships[0][cell] = random.nextInt(categories);
                memberships[1][cell] = categories + random.nextInt(regions);
                memberships[2][cell] = categories + regions;
            }
            int groups = categories + regions + 1;
            double[] bottom = random(random, cells, 50);
            double[] spreads = random(random, cells, Math.pow(10, random.nextInt(7) - 3));
            double[] forecasts = random(random, groups, 500);
            double[] variances = random(random, groups, 20);
            forecasts[random.nextInt(groups)] = Double.NaN;
            GroupedReconciliation reconciliation = new GroupedReconciliation(memberships, groups);

            double[] found = reconciliation.reconcile(free(bottom, spreads), forecasts, variances);

            double[] sums = reconciliation.sums(found);
            for (int cell = 0; cell < cells; cell++) {
                double slope = (found[cell] - bottom[cell]) / spreads[cell];
                double steepest = Math.abs(slope);
                for (int[] grouping : memberships) {
                    int group = grouping[cell];
                    if (!Double.isNaN(forecasts[group])) {
                        double pull = (sums[group] - forecasts[group]) / variances[group];
                        slope += pull;
                        steepest = Math.max(steepest, Math.abs(pull));
                    }
                }
                assertThat(slope).as("the derivative, seed " + seed).isCloseTo(0, Offset.offset(1e-6 * (1 + steepest)));
            }
        }
    }

    @Test
    void boundsHoldAndWhatMayNotMoveStays() {
        GroupedReconciliation total = new GroupedReconciliation(new int[][] {{0, 0, 0}}, 1);
        double[] found = total.reconcile(
                new GroupedReconciliation.Cells(
                        new double[] {10, 10, 10}, new double[] {1, 1, 0}, new double[] {0, 5, 10}, new double[] {
                            12, 100, 10
                        }),
                new double[] {50},
                new double[] {0});
        assertThat(found[0]).isEqualTo(12);
        assertThat(found[1]).isCloseTo(28, Offset.offset(1e-9));
        assertThat(found[2]).isEqualTo(10);
    }

    @Test
    void whereNothingIsKnownNothingChanges() {
        GroupedReconciliation total = new GroupedReconciliation(new int[][] {{0, 0}}, 1);
        assertThat(total.reconcile(
                        free(new double[] {3, 4}, new double[] {1, 1}), new double[] {Double.NaN}, new double[] {0}))
                .containsExactly(3, 4);
        assertThat(total.reconcile(free(new double[] {3, 4}, new double[2]), new double[] {9}, new double[] {0}))
                .containsExactly(3, 4);
    }
}
