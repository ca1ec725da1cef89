package dev.tandem.bench.intent;

import dev.tandem.recommendation.intent.LogisticRegression;
import dev.tandem.recommendation.intent.Quality;
import dev.tandem.recommendation.trees.Examples;
import dev.tandem.recommendation.trees.Forest;
import dev.tandem.recommendation.trees.GradientBoosting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * Fits and chooses on the training rows alone, by cross-validation: settings of boosting by log loss, then shares of the blend and the
 * method by AUC. Features that use labels are fixed anew in every fold.
 */
public final class TabularIntent {
    private static final int FOLDS = 5;
    private static final double PENALTY = 10;
    /** A blend counts as better only if it is by so much; nearer than that the folds cannot tell. */
    private static final double CLEARLY = 0.0002;

    /** Small, and even: what a wider search on the training rows left of leaves 4-24, rows 5-80, penalties 0-10. */
    private static final List<GradientBoosting.Settings> GRID = List.of(
            new GradientBoosting.Settings(600, 16, 16, 20, 0, 0.03, 1, 0.85, 0.3, 40, 1),
            new GradientBoosting.Settings(800, 12, 12, 80, 0, 0.03, 1, 0.85, 0.2, 40, 1),
            new GradientBoosting.Settings(800, 24, 24, 20, 0, 0.02, 3, 0.7, 0.1, 40, 1),
            new GradientBoosting.Settings(600, 8, 8, 20, 0, 0.05, 1, 0.7, 0.3, 40, 1));

    /** Found in the same way, among least rows of 3 to 10 and shares of columns of 0.3 to 0.9. */
    private static final Forest.Settings FOREST = new Forest.Settings(300, 8, 0.5, 1);

    /**
     * A method's answers for the test rows.
     *
     * @param validationAuc mean over the folds
     * @param threshold with the best F1 on the training rows, each predicted by the fold that it was left out of
     */
    public record Answer(
            String method, double[] probabilities, double validationAuc, double threshold, double seconds) {}

    private record Fold(Examples train, Examples held, int[] rows) {}

    private final ShopTable train;
    private final ShopTable test;
    private final Consumer<String> progress;
    private final int[] foldOf;

    public TabularIntent(ShopTable train, ShopTable test, Consumer<String> progress) {
        this.train = train;
        this.test = test;
        this.progress = progress;
        Random random = new Random(11);
        foldOf = random.ints(train.size(), 0, FOLDS).toArray();
    }

    /** One answer for each method, the chosen one last, again, as {@code tandem}. */
    public List<Answer> answers() {
        List<Answer> answers = new ArrayList<>();
        answers.add(plainRegression(System.nanoTime()));
        List<Fold> made = folds();
        ShopFeatures features = new ShopFeatures(train);
        Asked asked = new Asked(made, new Examples(features.of(train), train.labels()), features.of(test));
        List<GradientBoosting.Settings> ranked = ranked(made);
        LogOdds regression = asked.by("regression-on-features", TabularIntent::regression);
        LogOdds forest = asked.by("extra-trees", examples -> Forest.train(examples, FOREST)::logOdds);
        LogOdds boosting = asked.by("boosting", examples -> boosting(examples, List.of(ranked.getFirst())));
        // All settings together: which one is best the folds can hardly tell.
        LogOdds bag = asked.by("bagged-boosting", examples -> boosting(examples, ranked));
        LogOdds blend = blended(blended(bag, forest), regression);
        for (LogOdds one : List.of(regression, forest, boosting, bag, blend.named("blend"))) {
            answers.add(answer(one));
        }
        Answer best = answers.stream()
                .max(Comparator.comparingDouble(Answer::validationAuc))
                .orElseThrow();
        progress.accept(best.method + " is best on the folds of the training rows");
        answers.add(new Answer("tandem", best.probabilities, best.validationAuc, best.threshold, best.seconds));
        return answers;
    }

    /**
     * What a method says.
     *
     * @param folded of every training row, by the model of the fold that the row was left out of
     * @param asked of the test rows, by the model of all training rows
     */
    private record LogOdds(String method, double[] folded, double[] asked, double seconds) {
        LogOdds named(String name) {
            return new LogOdds(name, folded, asked, seconds);
        }

        LogOdds with(LogOdds other, double share) {
            return new LogOdds(
                    method,
                    mixed(folded, other.folded, share),
                    mixed(asked, other.asked, share),
                    seconds + other.seconds);
        }

        private static double[] mixed(double[] one, double[] other, double share) {
            return IntStream.range(0, one.length)
                    .mapToDouble(i -> (1 - share) * one[i] + share * other[i])
                    .toArray();
        }
    }

    private record Asked(List<Fold> folds, Examples all, float[][] rows) {
        LogOdds by(String method, Function<Examples, ToDoubleFunction<float[]>> training) {
            long start = System.nanoTime();
            double[] folded = new double[all.size()];
            folds.parallelStream().forEach(fold -> {
                ToDoubleFunction<float[]> model = training.apply(fold.train);
                for (int i = 0; i < fold.rows.length; i++) {
                    folded[fold.rows[i]] = model.applyAsDouble(fold.held.rows()[i]);
                }
            });
            double[] asked =
                    Arrays.stream(rows).mapToDouble(training.apply(all)).toArray();
            return new LogOdds(method, folded, asked, (System.nanoTime() - start) / 1e9);
        }
    }

    /** Mean log odds, the second one's share being the one of 0, 0.1, ... 0.6 that the folds like best. */
    private LogOdds blended(LogOdds first, LogOdds second) {
        LogOdds best = first;
        double auc = auc(first.folded);
        for (int tenths = 1; tenths <= 6; tenths++) {
            LogOdds mixed = first.with(second, tenths / 10.0);
            double here = auc(mixed.folded);
            if (here > auc + CLEARLY) {
                progress.accept(second.method + " with a share of " + tenths + " tenths: " + here);
                auc = here;
                best = mixed;
            }
        }
        return best;
    }

    private static ToDoubleFunction<float[]> regression(Examples examples) {
        LogisticRegression regression = LogisticRegression.train(logs(examples), PENALTY);
        return row -> regression.logOdds(logs(row));
    }

    private static ToDoubleFunction<float[]> boosting(Examples examples, List<GradientBoosting.Settings> settings) {
        List<GradientBoosting> models = settings.parallelStream()
                .map(one -> GradientBoosting.train(examples, null, one))
                .toList();
        return row -> models.stream()
                .mapToDouble(model -> model.logOdds(row))
                .average()
                .orElseThrow();
    }

    private Answer plainRegression(long start) {
        double[] folded = new double[train.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            ShopTable some = train.where(r -> foldOf[r] != out);
            ShopTable held = train.where(r -> foldOf[r] == out);
            var features = ShopFeatures.plain(some);
            LogisticRegression regression =
                    LogisticRegression.train(new Examples(features.apply(some), some.labels()), 1);
            int[] rows = rows(out);
            float[][] x = features.apply(held);
            for (int i = 0; i < rows.length; i++) {
                folded[rows[i]] = regression.logOdds(x[i]);
            }
        }
        var features = ShopFeatures.plain(train);
        LogisticRegression regression =
                LogisticRegression.train(new Examples(features.apply(train), train.labels()), 1);
        return answer(new LogOdds(
                "logistic-regression",
                folded,
                Arrays.stream(features.apply(test))
                        .mapToDouble(regression::logOdds)
                        .toArray(),
                (System.nanoTime() - start) / 1e9));
    }

    private int[] rows(int fold) {
        return IntStream.range(0, train.size()).filter(r -> foldOf[r] == fold).toArray();
    }

    private List<Fold> folds() {
        List<Fold> folds = new ArrayList<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int out = fold;
            ShopTable some = train.where(r -> foldOf[r] != out);
            ShopTable held = train.where(r -> foldOf[r] == out);
            ShopFeatures features = new ShopFeatures(some);
            folds.add(new Fold(
                    new Examples(features.of(some), some.labels()),
                    new Examples(features.of(held), held.labels()),
                    rows(fold)));
        }
        return folds;
    }

    /** The settings with as many trees as the folds wanted, best first. */
    private List<GradientBoosting.Settings> ranked(List<Fold> folds) {
        Map<GradientBoosting.Settings, Double> losses = new HashMap<>();
        for (GradientBoosting.Settings settings : GRID) {
            List<double[]> found = folds.parallelStream()
                    .map(fold -> {
                        GradientBoosting model = GradientBoosting.train(fold.train, fold.held, settings);
                        double[] p = Arrays.stream(fold.held.rows())
                                .mapToDouble(model::probability)
                                .toArray();
                        return new double[] {Quality.logLoss(p, fold.held.labels()), model.size()};
                    })
                    .toList();
            double loss = found.stream().mapToDouble(one -> one[0]).average().orElseThrow();
            double trees = found.stream().mapToDouble(one -> one[1]).average().orElseThrow();
            GradientBoosting.Settings fixed = settings.withTrees((int) Math.round(trees));
            progress.accept(fixed + ": log loss " + loss);
            losses.put(fixed, loss);
        }
        return losses.keySet().stream()
                .sorted(Comparator.comparing(losses::get))
                .toList();
    }

    private static Examples logs(Examples examples) {
        return new Examples(
                Arrays.stream(examples.rows()).map(TabularIntent::logs).toArray(float[][]::new), examples.labels());
    }

    /** Counts and durations spread over orders of magnitude; trees do not mind, a regression does. */
    private static float[] logs(float[] row) {
        float[] logs = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            logs[i] = (float) (Math.signum(row[i]) * Math.log1p(Math.abs(row[i])));
        }
        return logs;
    }

    private Answer answer(LogOdds logOdds) {
        return new Answer(
                logOdds.method,
                probabilities(logOdds.asked),
                auc(logOdds.folded),
                Quality.bestThreshold(probabilities(logOdds.folded), train.labels()),
                logOdds.seconds);
    }

    /** Mean over the folds. */
    private double auc(double[] folded) {
        double auc = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] rows = rows(fold);
            boolean[] labels = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                labels[i] = train.labels()[rows[i]];
            }
            auc += Quality.auc(Arrays.stream(rows).mapToDouble(r -> folded[r]).toArray(), labels) / FOLDS;
        }
        return auc;
    }

    private static double[] probabilities(double[] logOdds) {
        return Arrays.stream(logOdds).map(one -> 1 / (1 + Math.exp(-one))).toArray();
    }
}
