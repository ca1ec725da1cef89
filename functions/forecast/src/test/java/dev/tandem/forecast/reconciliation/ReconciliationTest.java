package dev.tandem.forecast.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.tandem.forecast.model.DemandForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class ReconciliationTest {

    @Test
    void isWeightedLeastSquaresWhereNothingWouldBeNegative() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            Hierarchy hierarchy = tree(2 + random.nextInt(14), random);
            double[] variances = random.doubles(hierarchy.size(), 0.1, 5).toArray();
            // leaves far above their errors: no value comes near zero
            double[] truth =
                    sums(hierarchy, random.doubles(hierarchy.size(), 500, 900).toArray());
            double[] forecasts = new double[truth.length];
            Arrays.setAll(forecasts, node -> truth[node] + 5 * random.nextGaussian());
            assertThat(Reconciliation.reconcile(hierarchy, forecasts, variances))
                    .containsExactly(leastSquares(hierarchy, forecasts, variances), within(1e-6));
        }
    }

    @Test
    void addsUpAndIsNeverNegative() {
        Random random = new Random(2);
        for (int round = 0; round < 500; round++) {
            Hierarchy hierarchy = tree(1 + random.nextInt(60), random);
            double[] variances =
                    random.doubles(hierarchy.size(), 0, 3).map(Math::rint).toArray();
            double[] forecasts = random.doubles(hierarchy.size(), -5, 10)
                    .map(value -> Math.max(0, value))
                    .toArray();
            double[] reconciled = Reconciliation.reconcile(hierarchy, forecasts, variances);
            assertThat(Arrays.stream(reconciled)).allMatch(value -> value >= 0);
            assertThat(reconciled).containsExactly(sums(hierarchy, reconciled), within(1e-9));
        }
    }

    @Test
    void whatAddsUpAlreadyStays() {
        Random random = new Random(3);
        Hierarchy hierarchy = tree(40, random);
        double[] forecasts = sums(hierarchy, random.doubles(40, 0, 9).toArray());
        assertThat(Reconciliation.reconcile(hierarchy, forecasts, hierarchy.structuralVariances()))
                .containsExactly(forecasts, within(1e-9));
    }

    @Test
    void aSureTotalIsKeptAndItsChildrenGiveWayByTheirVariances() {
        Hierarchy hierarchy = new Hierarchy(new int[] {-1, 0, 0});
        double[] reconciled = Reconciliation.reconcile(hierarchy, new double[] {16, 5, 5}, new double[] {0, 1, 2});
        assertThat(reconciled).containsExactly(new double[] {16, 7, 9}, within(1e-6));
        assertThat(Reconciliation.reconcile(hierarchy, new double[] {1, 1, 9}, new double[] {0, 1, 1}))
                .containsExactly(new double[] {1, 0, 1}, within(1e-6));
    }

    @Test
    void pathsBecomeATree() {
        Hierarchy.Placed placed = Hierarchy.of(List.of(
                List.of("north", "tea"), List.of("north", "cups"), List.of("south", "tea"), List.of("north", "tea")));
        double[] leaves = {1, 2, 4, 8};
        double[] values = new double[placed.hierarchy().size()];
        for (int i = 0; i < leaves.length; i++) {
            values[placed.leaves()[i]] = leaves[i];
        }
        double[] sums = sums(placed.hierarchy(), values);
        assertThat(sums[placed.group(List.of())]).isEqualTo(15);
        assertThat(sums[placed.group(List.of("north"))]).isEqualTo(11);
        assertThat(sums[placed.group(List.of("north", "tea"))]).isEqualTo(9);
        assertThatThrownBy(() -> placed.group(List.of("west"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Hierarchy(new int[] {-1, 1})).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quantilesMoveWithTheirMean() {
        double[][] quantiles = new double[DemandForecast.levelCount()][];
        Arrays.setAll(quantiles, row -> new double[] {row});
        DemandForecast moved =
                Reconciliation.moved(new DemandForecast("x", new double[] {6}, quantiles), new double[] {3});
        assertThat(moved.mean()).containsExactly(3);
        assertThat(moved.quantiles()[8][0]).isEqualTo(4);
    }

    private static Hierarchy tree(int size, Random random) {
        int[] parents = new int[size];
        parents[0] = -1;
        for (int node = 1; node < size; node++) {
            parents[node] = random.nextInt(Math.min(node, 6));
        }
        return new Hierarchy(parents);
    }

    /** Values of the leaves kept, inner nodes their sums. */
    private static double[] sums(Hierarchy hierarchy, double[] values) {
        boolean[] inner = hierarchy.inner();
        double[] sums = new double[values.length];
        for (int node = values.length - 1; node >= 0; node--) {
            sums[node] += inner[node] ? 0 : values[node];
            if (node > 0) {
                sums[hierarchy.parents()[node]] += sums[node];
            }
        }
        return sums;
    }

    /** The textbook form: S (S' W^-1 S)^-1 S' W^-1 y. */
    private static double[] leastSquares(Hierarchy hierarchy, double[] forecasts, double[] variances) {
        boolean[] inner = hierarchy.inner();
        List<Integer> leaves = new ArrayList<>();
        for (int node = 0; node < inner.length; node++) {
            if (!inner[node]) {
                leaves.add(node);
            }
        }
        double[][] summing = new double[inner.length][leaves.size()];
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            for (int node = leaves.get(leaf); node >= 0; node = hierarchy.parents()[node]) {
                summing[node][leaf] = 1;
            }
        }
        RealMatrix s = new Array2DRowRealMatrix(summing);
        RealMatrix weights = MatrixUtils.createRealDiagonalMatrix(
                Arrays.stream(variances).map(v -> 1 / v).toArray());
        RealMatrix left = s.transpose().multiply(weights);
        RealMatrix bottom =
                new LUDecomposition(left.multiply(s)).getSolver().getInverse().multiply(left);
        return s.multiply(bottom).operate(forecasts);
    }
}
