package dev.tandem.bench.bandit;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;

/** The baselines. Each learns segments apart; LinUCB has them as context. All see feedback at once. */
public final class Learners {
    private Learners() {}

    /** Sums of exposures and rewards by segment and arm. */
    private abstract static class Averaging implements Learner {
        final double[][] shown = new double[World.SEGMENTS][World.ARMS];
        final double[][] won = new double[World.SEGMENTS][World.ARMS];

        @Override
        public void learn(int segment, int arm, int day, double reward) {
            shown[segment][arm]++;
            won[segment][arm] += reward;
        }

        /** The first arm with the highest score; {@code score} may be infinite. */
        static int best(java.util.function.IntToDoubleFunction score) {
            int best = 0;
            double highest = Double.NEGATIVE_INFINITY;
            for (int arm = 0; arm < World.ARMS; arm++) {
                double own = score.applyAsDouble(arm);
                if (own > highest) {
                    highest = own;
                    best = arm;
                }
            }
            return best;
        }
    }

    public static Learner uniform() {
        return new Learner() {
            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                return random.nextInt(World.ARMS);
            }

            @Override
            public void learn(int segment, int arm, int day, double reward) {}
        };
    }

    public static Learner epsilonGreedy(double epsilon) {
        return new Averaging() {
            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                if (random.nextDouble() < epsilon) {
                    return random.nextInt(World.ARMS);
                }
                return best(arm ->
                        shown[segment][arm] == 0 ? Double.POSITIVE_INFINITY : won[segment][arm] / shown[segment][arm]);
            }
        };
    }

    /** Auer, Cesa-Bianchi and Fischer, 2002; {@code width} 1 is theirs, rewards as rare as clicks want less. */
    public static Learner ucb1(double width) {
        return discountedUcb(1, width);
    }

    /** Garivier and Moulines, 2011: each answer weighs {@code discount} of the next one. */
    public static Learner discountedUcb(double discount, double width) {
        return new Averaging() {
            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                return ucb(shown[segment], won[segment], width);
            }

            @Override
            public void learn(int segment, int arm, int day, double reward) {
                if (discount < 1) {
                    for (int other = 0; other < World.ARMS; other++) {
                        shown[segment][other] *= discount;
                        won[segment][other] *= discount;
                    }
                }
                super.learn(segment, arm, day, reward);
            }
        };
    }

    private static int ucb(double[] shown, double[] won, double width) {
        double all = java.util.Arrays.stream(shown).sum();
        return Averaging.best(arm -> shown[arm] < 1e-3
                ? Double.POSITIVE_INFINITY
                : won[arm] / shown[arm] + width * Math.sqrt(2 * Math.log(Math.max(Math.E, all)) / shown[arm]));
    }

    /** Garivier and Moulines, 2011: only the last {@code window} answers of a segment count. */
    public static Learner slidingWindowUcb(int window, double width) {
        return new Averaging() {
            private final Deque<int[]>[] recent = deques();

            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                return ucb(shown[segment], won[segment], width);
            }

            @Override
            public void learn(int segment, int arm, int day, double reward) {
                super.learn(segment, arm, day, reward);
                recent[segment].addLast(new int[] {arm, (int) reward});
                if (recent[segment].size() > window) {
                    int[] gone = recent[segment].removeFirst();
                    shown[segment][gone[0]]--;
                    won[segment][gone[0]] -= gone[1];
                }
            }
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // Java has no arrays of generic types.
    private static Deque<int[]>[] deques() {
        Deque<int[]>[] deques = new Deque[World.SEGMENTS];
        java.util.Arrays.setAll(deques, segment -> new ArrayDeque<>());
        return deques;
    }

    /** Thompson sampling from Beta(1 + clicks, 1 + others), which forgets nothing. */
    public static Learner thompson() {
        return new Averaging() {
            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                return best(arm -> {
                    double a = gamma(1 + won[segment][arm], random);
                    return a / (a + gamma(1 + shown[segment][arm] - won[segment][arm], random));
                });
            }
        };
    }

    /** Marsaglia and Tsang, 2000, for shapes of at least 1. */
    private static double gamma(double shape, SplittableRandom random) {
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = 1 + c * x;
            if (v > 0) {
                v = v * v * v;
                if (Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                    return d * v;
                }
            }
        }
    }

    /** Li, Chu, Langford and Schapire, 2010, disjoint, with the segments as features beside a constant. */
    public static Learner linUcb(double alpha) {
        int features = 1 + World.SEGMENTS;
        double[][][] inverse = new double[World.ARMS][features][features];
        double[][] sums = new double[World.ARMS][features];
        for (double[][] matrix : inverse) {
            for (int i = 0; i < features; i++) {
                matrix[i][i] = 1;
            }
        }
        return new Learner() {
            @Override
            public int choose(int segment, int day, SplittableRandom random) {
                return Averaging.best(arm -> {
                    double[] column = column(inverse[arm], segment);
                    double mean = 0;
                    for (int i = 0; i < features; i++) {
                        mean += column[i] * sums[arm][i];
                    }
                    return mean + alpha * Math.sqrt(Math.max(0, column[0] + column[1 + segment]));
                });
            }

            /** The inverse times the features of a segment, of which two are 1. */
            private double[] column(double[][] matrix, int segment) {
                double[] column = new double[features];
                for (int i = 0; i < features; i++) {
                    column[i] = matrix[i][0] + matrix[i][1 + segment];
                }
                return column;
            }

            @Override
            public void learn(int segment, int arm, int day, double reward) {
                double[] column = column(inverse[arm], segment);
                double scale = 1 + column[0] + column[1 + segment];
                for (int i = 0; i < features; i++) {
                    for (int j = 0; j < features; j++) {
                        inverse[arm][i][j] -= column[i] * column[j] / scale;
                    }
                }
                sums[arm][0] += reward;
                sums[arm][1 + segment] += reward;
            }
        };
    }
}
