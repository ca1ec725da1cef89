package dev.tandem.bench;

import dev.tandem.bench.bandit.ExposureFiles;
import dev.tandem.bench.bandit.Learner;
import dev.tandem.bench.bandit.Learners;
import dev.tandem.bench.bandit.OpenBandit;
import dev.tandem.bench.bandit.TandemLearner;
import dev.tandem.bench.bandit.World;
import dev.tandem.recommendation.bandit.LoggedAnswers;
import dev.tandem.recommendation.bandit.OffPolicy;
import dev.tandem.recommendation.bandit.OffPolicy.Estimate;
import dev.tandem.recommendation.bandit.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Regret in worlds that are known; with {@code --data} the estimators on the Open Bandit Dataset, with {@code --log} what each arm alone
 * would have earned by Tandem's own exposure log. {@code --tune} prints what each setting of a method gives on the seeds for tuning.
 */
final class BanditBench {
    private static final int SEEDS = 20;
    private static final int FIRST_SEED = 1000;
    private static final int TUNING_SEEDS = 6;

    private final String command;

    BanditBench(String command) {
        this.command = command;
    }

    private record Entrant(String method, String setting, Supplier<Learner> learner) {}

    void run(Arguments arguments) throws IOException {
        if (arguments.text("--log").isPresent()) {
            exposureLog(Path.of(arguments.text("--log").orElseThrow()));
            return;
        }
        if (arguments.flag("--tune")) {
            for (World.Kind kind : World.Kind.values()) {
                simulate(kind, grid(), 1, TUNING_SEEDS);
            }
            return;
        }
        if (arguments.text("--data").isPresent()) {
            openBandit(Path.of(arguments.text("--data").orElseThrow()));
        }
        int seeds = arguments.number("--seeds", SEEDS);
        if (seeds < 1 || seeds > 1000) {
            throw new IllegalArgumentException("--seeds is 1 to 1000");
        }
        for (World.Kind kind : World.Kind.values()) {
            simulate(kind, entrants(), FIRST_SEED, seeds);
        }
    }

    /** Each with the setting that was best over the three worlds on the seeds for tuning; Tandem with its own. */
    private static List<Entrant> entrants() {
        return List.of(
                new Entrant("uniform", "", Learners::uniform),
                new Entrant("epsilon-greedy", "0.1", () -> Learners.epsilonGreedy(0.1)),
                new Entrant("ucb1", "width 0.2", () -> Learners.ucb1(0.2)),
                new Entrant("thompson", "", Learners::thompson),
                new Entrant("lin-ucb", "alpha 1", () -> Learners.linUcb(1)),
                new Entrant("discounted-ucb", "0.9999, width 0.1", () -> Learners.discountedUcb(0.9999, 0.1)),
                new Entrant("sliding-window-ucb", "3000, width 0.05", () -> Learners.slidingWindowUcb(3_000, 0.05)),
                new Entrant("tandem", setting(Policy.DEFAULT), () -> new TandemLearner(Policy.DEFAULT)));
    }

    private static List<Entrant> grid() {
        List<Entrant> grid = new ArrayList<>();
        for (double epsilon : new double[] {0.02, 0.05, 0.1, 0.2}) {
            grid.add(new Entrant("epsilon-greedy", "" + epsilon, () -> Learners.epsilonGreedy(epsilon)));
        }
        for (double width : new double[] {0.05, 0.1, 0.2, 1}) {
            grid.add(new Entrant("ucb1", "width " + width, () -> Learners.ucb1(width)));
        }
        for (double alpha : new double[] {0.2, 0.5, 1, 2}) {
            grid.add(new Entrant("lin-ucb", "alpha " + alpha, () -> Learners.linUcb(alpha)));
        }
        for (double width : new double[] {0.05, 0.1, 0.2}) {
            for (double discount : new double[] {0.9997, 0.9999, 0.99997}) {
                grid.add(new Entrant(
                        "discounted-ucb",
                        discount + ", width " + width,
                        () -> Learners.discountedUcb(discount, width)));
            }
            for (int window : new int[] {3_000, 10_000, 30_000}) {
                grid.add(new Entrant(
                        "sliding-window-ucb",
                        window + ", width " + width,
                        () -> Learners.slidingWindowUcb(window, width)));
            }
        }
        for (double halfLife : new double[] {7, 10, 14}) {
            for (double prior : new double[] {4, 10, 30}) {
                for (double sharpness : new double[] {1, 3, 6, 12}) {
                    Policy policy = new Policy(halfLife, prior, sharpness, Policy.DEFAULT.exploration());
                    grid.add(new Entrant("tandem", setting(policy), () -> new TandemLearner(policy)));
                }
            }
        }
        return grid;
    }

    private static String setting(Policy policy) {
        return "half-life " + policy.halfLifeDays() + " days, prior of " + policy.priorRewards()
                + " rewards, sharpness " + policy.sharpness() + ", exploration " + policy.exploration();
    }

    private void simulate(World.Kind kind, List<Entrant> entrants, int firstSeed, int seeds) {
        List<World> worlds = IntStream.range(firstSeed, firstSeed + seeds)
                .mapToObj(seed -> new World(kind, seed))
                .toList();
        for (Entrant entrant : entrants) {
            Progress.say(kind + " " + entrant.method + " " + entrant.setting);
            long start = System.nanoTime();
            List<World.Regret> regrets = IntStream.range(0, seeds)
                    .parallel()
                    .mapToObj(i -> worlds.get(i).play(entrant.learner.get(), firstSeed + i))
                    .toList();
            Map<String, Double> metrics = new LinkedHashMap<>();
            metrics.put(
                    "regretBestFixedMean",
                    mean(regrets.stream().mapToDouble(World.Regret::ofBestFixed).toArray()));
            metrics.put(
                    "regretBestFixedP90",
                    p90(regrets.stream().mapToDouble(World.Regret::ofBestFixed).toArray()));
            metrics.put(
                    "regretBestNowMean",
                    mean(regrets.stream().mapToDouble(World.Regret::ofBest).toArray()));
            metrics.put(
                    "regretBestNowP90",
                    p90(regrets.stream().mapToDouble(World.Regret::ofBest).toArray()));
            double[] shares = regrets.stream()
                    .mapToDouble(regret -> regret.ofBest() / regret.possible())
                    .toArray();
            metrics.put("lostShareMean", mean(shares));
            metrics.put("lostShareP90", p90(shares));
            new BenchLine(
                            "bandit",
                            entrant.method,
                            "simulated " + kind.name().toLowerCase(Locale.ROOT),
                            seeds + " seeds from " + firstSeed + ", clicks missed in " + World.DAYS + " days of "
                                    + World.ANSWERS_A_DAY + " answers, " + World.SEGMENTS + " segments, " + World.ARMS
                                    + " arms"
                                    + (entrant.setting.isEmpty() ? "" : "; " + entrant.setting),
                            (long) seeds * World.DAYS * World.ANSWERS_A_DAY)
                    .metrics(metrics)
                    .seconds("run", (System.nanoTime() - start) / 1e9)
                    .print(command);
        }
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double p90(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(0.9 * sorted.length) - 1];
    }

    private void openBandit(Path folder) throws IOException {
        for (OpenBandit.Campaign campaign : OpenBandit.campaigns(folder)) {
            Progress.say("open-bandit " + campaign.name());
            judge(campaign, "bts", "random", campaign.random(), campaign.prior(), campaign.bts());
            judge(
                    campaign,
                    "bts as it ran",
                    "random",
                    campaign.random(),
                    OpenBandit.asItRan(campaign.bts()),
                    campaign.bts());
            judge(campaign, "random", "bts", campaign.bts(), OpenBandit.uniform(campaign.random()), campaign.random());
        }
    }

    /** One line per estimator, and one of what the judged policy's own log says. */
    private void judge(
            OpenBandit.Campaign campaign,
            String judged,
            String from,
            LoggedAnswers log,
            double[][] policy,
            LoggedAnswers own) {
        String data = "open-bandit " + campaign.name();
        double[] truth = OpenBandit.wilson(own);
        String protocol =
                "clicks in 1000 rows of " + judged + " from the log of " + from + ", position-wise propensities";
        new BenchLine(
                        "bandit",
                        "on-policy",
                        data,
                        "clicks in 1000 rows of " + judged + " by its own log, Wilson 95 %",
                        own.rows())
                .metrics(onPolicy(truth))
                .print(command);
        Map<OffPolicy.Estimator, Estimate> estimates = OffPolicy.estimate(log, policy, Double.POSITIVE_INFINITY, 1);
        estimates.forEach((estimator, estimate) -> new BenchLine(
                        "bandit", estimator.name().toLowerCase(Locale.ROOT), data, protocol, log.rows())
                .metrics(estimateMetrics(estimate, truth))
                .print(command));
    }

    private static Map<String, Double> estimateMetrics(Estimate estimate, double[] truth) {
        Map<String, Double> metrics = new LinkedHashMap<>(valueMetrics(estimate));
        metrics.put("onPolicyPer1000", 1000 * truth[0]);
        metrics.put("relativeError", truth[0] > 0 ? Math.abs(estimate.value() - truth[0]) / truth[0] : Double.NaN);
        metrics.put("intervalsMeet", estimate.low() <= truth[2] && truth[1] <= estimate.high() ? 1.0 : 0.0);
        return metrics;
    }

    private static Map<String, Double> valueMetrics(Estimate estimate) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("per1000", 1000 * estimate.value());
        metrics.put("standardErrorPer1000", 1000 * estimate.standardError());
        metrics.put("lowPer1000", 1000 * estimate.low());
        metrics.put("highPer1000", 1000 * estimate.high());
        metrics.put("effectiveRows", estimate.effectiveRows());
        return metrics;
    }

    private static Map<String, Double> onPolicy(double[] truth) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("per1000", 1000 * truth[0]);
        metrics.put("lowPer1000", 1000 * truth[1]);
        metrics.put("highPer1000", 1000 * truth[2]);
        return metrics;
    }

    private void exposureLog(Path path) throws IOException {
        ExposureFiles.Log log = ExposureFiles.read(path);
        double[] reward = log.answers().reward();
        new BenchLine("bandit", "on-policy", path.toString(), "reward of 1000 answers of the log", reward.length)
                .metrics(Map.of("per1000", 1000 * mean(reward)))
                .print(command);
        for (int arm = 0; arm < log.answers().actions(); arm++) {
            double[][] always =
                    new double[log.answers().contexts()][log.answers().actions()];
            for (double[] context : always) {
                context[arm] = 1;
            }
            String judged = log.arms().get(arm);
            OffPolicy.estimate(log.answers(), always, Double.POSITIVE_INFINITY, 1)
                    .forEach((estimator, estimate) -> new BenchLine(
                                    "bandit",
                                    estimator.name().toLowerCase(Locale.ROOT),
                                    path.toString(),
                                    "reward of 1000 answers if all were made with " + judged,
                                    reward.length)
                            .metrics(valueMetrics(estimate))
                            .print(command));
        }
    }
}
