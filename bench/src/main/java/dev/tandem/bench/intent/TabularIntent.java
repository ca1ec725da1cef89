package dev.tandem.bench.intent;

import dev.tandem.recommendation.intent.Examples;
import dev.tandem.recommendation.intent.GradientBoosting;
import dev.tandem.recommendation.intent.LogisticRegression;
import dev.tandem.recommendation.intent.Quality;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Fits and chooses on the training rows alone, by cross-validation: settings of boosting by log loss, then the method by AUC. Features
 * that use labels are fixed anew in every fold.
 */
public final class TabularIntent {
    private static final int FOLDS = 5;
    private static final int BAG = 8;
    private static final double PENALTY = 10;
    private static final double REGRESSION_SHARE = 0.15;

    /** Small, and even: what a wider search on the training rows left of leaves 4-24, rows 5-80, penalties 0-10. */
    private static final List<GradientBoosting.Settings> GRID = List.of(
            new GradientBoosting.Settings(600, 16, 20, 0.03, 1, 0.85, 0.3, 40, 1),
            new GradientBoosting.Settings(800, 12, 80, 0.03, 1, 0.85, 0.2, 40, 1),
            new GradientBoosting.Settings(800, 24, 20, 0.02, 3, 0.7, 0.1, 40, 1),
            new GradientBoosting.Settings(600, 8, 20, 0.05, 1, 0.7, 0.3, 40, 1));

    /**
     * A method's answers for the test rows.
     *
     * @param validationAuc mean over the folds
     * @param threshold with the best F1 on the training rows, each predicted by the fold that it was left out of
     */
    public record Answer(String method, double[] probabilities, double validationAuc, double threshold, double seconds) {}

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
        long start = System.nanoTime();
        answers.add(plainRegression(start));
        List<Fold> made = folds();
        ShopFeatures features = new ShopFeatures(train);
        Examples all = new Examples(features.of(train), train.labels());
        float[][] asked = features.of(test);
        List<Map.Entry<GradientBoosting.Settings, Double>> ranked = ranked(made);
        Map<String, List<GradientBoosting.Settings>> bags = new LinkedHashMap<>();
        bags.put("boosting", List.of(ranked.getFirst().getKey()));
        bags.put("bagged-boosting", bag(ranked.getFirst().getKey()));
        double[] bagged = {};
        double[] baggedFolds = {};
        for (var one : bags.entrySet()) {
            start = System.nanoTime();
            double[] folded = new double[train.size()];
            for (Fold fold : made) {
                double[] some = boosted(one.getValue(), fold.train, fold.held.rows());
                for (int i = 0; i < some.length; i++) {
                    folded[fold.rows[i]] = some[i];
                }
            }
            double[] logOdds = boosted(one.getValue(), all, asked);
            answers.add(answer(one.getKey(), logOdds, folded, start));
            bagged = logOdds;
            baggedFolds = folded;
        }
        start = System.nanoTime();
        double[] folded = new double[train.size()];
        for (Fold fold : made) {
            LogisticRegression regression = LogisticRegression.train(logs(fold.train), PENALTY);
            for (int i = 0; i < fold.rows.length; i++) {
                folded[fold.rows[i]] = regression.logOdds(logs(fold.held.rows()[i]));
            }
        }
        LogisticRegression regression = LogisticRegression.train(logs(all), PENALTY);
        double[] regressed =
                Arrays.stream(asked).mapToDouble(row -> regression.logOdds(logs(row))).toArray();
        answers.add(answer("regression-on-features", regressed, folded, start));
        answers.add(answer(
                "boosting-and-regression", mixed(bagged, regressed), mixed(baggedFolds, folded), start));
        Answer best = answers.stream()
                .max(Comparator.comparingDouble(Answer::validationAuc))
                .orElseThrow();
        progress.accept(best.method + " is best on the folds of the training rows");
        answers.add(new Answer("tandem", best.probabilities, best.validationAuc, best.threshold, best.seconds));
        return answers;
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
        return answer(
                "logistic-regression",
                Arrays.stream(features.apply(test)).mapToDouble(regression::logOdds).toArray(),
                folded,
                start);
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
    private List<Map.Entry<GradientBoosting.Settings, Double>> ranked(List<Fold> folds) {
        List<Map.Entry<GradientBoosting.Settings, Double>> ranked = new ArrayList<>();
        for (GradientBoosting.Settings settings : GRID) {
            double loss = 0;
            double trees = 0;
            for (Fold fold : folds) {
                GradientBoosting model = GradientBoosting.train(fold.train, fold.held, settings);
                double[] p = Arrays.stream(fold.held.rows())
                        .mapToDouble(model::probability)
                        .toArray();
                loss += Quality.logLoss(p, fold.held.labels()) / folds.size();
                trees += (double) model.size() / folds.size();
            }
            GradientBoosting.Settings found = settings.withTrees((int) Math.round(trees));
            progress.accept(found + ": log loss " + loss);
            ranked.add(Map.entry(found, loss));
        }
        ranked.sort(Map.Entry.comparingByValue());
        return ranked;
    }

    /** The same settings with several seeds. */
    private static List<GradientBoosting.Settings> bag(GradientBoosting.Settings settings) {
        return IntStream.rangeClosed(1, BAG).mapToObj(settings::withSeed).toList();
    }

    private static double[] boosted(List<GradientBoosting.Settings> bag, Examples train, float[][] asked) {
        double[] sum = new double[asked.length];
        for (GradientBoosting.Settings settings : bag) {
            GradientBoosting model = GradientBoosting.train(train, null, settings);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += model.logOdds(asked[i]) / bag.size();
            }
        }
        return sum;
    }

    private static double[] mixed(double[] boosted, double[] regressed) {
        double[] mixed = new double[boosted.length];
        for (int i = 0; i < mixed.length; i++) {
            mixed[i] = (1 - REGRESSION_SHARE) * boosted[i] + REGRESSION_SHARE * regressed[i];
        }
        return mixed;
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

    private Answer answer(String method, double[] logOdds, double[] folded, long start) {
        double auc = 0;
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] rows = rows(fold);
            double[] scores = Arrays.stream(rows).mapToDouble(r -> folded[r]).toArray();
            boolean[] labels = new boolean[rows.length];
            for (int i = 0; i < rows.length; i++) {
                labels[i] = train.labels()[rows[i]];
            }
            auc += Quality.auc(scores, labels) / FOLDS;
        }
        double[] held = probabilities(folded);
        return new Answer(
                method,
                probabilities(logOdds),
                auc,
                Quality.bestThreshold(held, train.labels()),
                (System.nanoTime() - start) / 1e9);
    }

    private static double[] probabilities(double[] logOdds) {
        return Arrays.stream(logOdds).map(one -> 1 / (1 + Math.exp(-one))).toArray();
    }
}
