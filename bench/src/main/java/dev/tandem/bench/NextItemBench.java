package dev.tandem.bench;

import dev.tandem.bench.nextitem.Counts;
import dev.tandem.bench.nextitem.NextItemModel;
import dev.tandem.bench.nextitem.Popular;
import dev.tandem.bench.nextitem.Rules;
import dev.tandem.bench.nextitem.Stan;
import dev.tandem.bench.nextitem.TandemModel;
import dev.tandem.bench.nextitem.VmisKnn;
import dev.tandem.recommendation.model.InteractionLog;
import dev.tandem.recommendation.model.SessionIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * Predicts every step of every test session from the steps before it, over all items of the training data. With {@code --valid} the
 * settings of VMIS-kNN and STAN are the best of a grid by MRR on that file; the product's model has no settings to choose here.
 * With {@code --copies N} every training session comes N times, which shows the speed at size (the accuracy then means nothing).
 */
final class NextItemBench {
    private static final int LIST = 20;
    private static final int RARE = 5;
    private static final int CALLS = 20_000;
    private static final long PATIENCE_NANOS = 5_000_000_000L;

    /** What Serenade documents for its example data, and what validation gave for STAN; docs/recommendation.md has both grids. */
    private static final VmisKnn.Settings VMIS = new VmisKnn.Settings(500, 100, 2);

    private static final Stan.Settings STAN = new Stan.Settings(2500, 200, 1.02, 80, 0.5);

    private static final List<VmisKnn.Settings> VMIS_GRID = List.of(
            VMIS,
            new VmisKnn.Settings(500, 50, 2),
            new VmisKnn.Settings(1000, 500, 2),
            new VmisKnn.Settings(500, 100, 1),
            new VmisKnn.Settings(500, 100, 3),
            new VmisKnn.Settings(500, 100, 5),
            new VmisKnn.Settings(1000, 1500, 3),
            new VmisKnn.Settings(2500, 500, 7));

    private static final List<Stan.Settings> STAN_GRID = List.of(
            STAN,
            new Stan.Settings(5000, 500, 1.02, 5, 2.05),
            new Stan.Settings(2500, 200, 1.02, 20, 2.05),
            new Stan.Settings(2500, 200, 3.54, 40, 2.05),
            new Stan.Settings(2500, 500, 3.54, 80, 1),
            new Stan.Settings(2500, 200, 2, 80, 1),
            new Stan.Settings(2500, 200, 2, 80, 0.5));

    private final String command;

    NextItemBench(String command) {
        this.command = command;
    }

    /** What a pass over the test sessions gave. */
    private static final class Tally {
        final BitSet recommended = new BitSet();
        int cases;
        int hits;
        double reciprocalRanks;
        int rareCases;
        int rareHits;
        int firstCases;
        int firstHits;

        double mrr() {
            return reciprocalRanks / cases;
        }
    }

    private record Data(InteractionLog log, List<int[]> test, int[] counts, boolean excludeCurrent, String name) {}

    void run(Arguments arguments) throws IOException, InterruptedException {
        String train = arguments
                .text("--train")
                .orElseThrow(() -> new IllegalArgumentException("next-item needs --train FILE"));
        String test =
                arguments.text("--test").orElseThrow(() -> new IllegalArgumentException("next-item needs --test FILE"));
        Progress.say("reading " + train);
        int copies = arguments.number("--copies", 1);
        if (copies < 1 || copies > 100) {
            throw new IllegalArgumentException("--copies is 1 to 100");
        }
        InteractionLog log = NextItemData.log(NextItemData.read(train), copies);
        Path folder = Path.of(train).toAbsolutePath().normalize().getParent();
        String name = (folder == null || folder.getFileName() == null
                        ? train
                        : folder.getFileName().toString())
                + (copies == 1 ? "" : " x " + copies);
        Data data = new Data(
                log,
                NextItemData.sessions(NextItemData.read(test), log.items()),
                Counts.of(log),
                arguments.flag("--exclude-current"),
                name);
        if (data.test.isEmpty()) {
            throw new IOException(test + " holds no session of two events");
        }
        Optional<List<int[]>> valid = Optional.empty();
        if (arguments.text("--valid").isPresent()) {
            valid = Optional.of(NextItemData.sessions(
                    NextItemData.read(arguments.text("--valid").orElseThrow()), log.items()));
        }
        VmisKnn.Settings vmis = best(VMIS, VMIS_GRID, valid, data, settings -> VmisKnn.build(log, settings));
        Stan.Settings stan = best(STAN, STAN_GRID, valid, data, settings -> Stan.build(log, settings));

        List<Entrant> entrants = List.of(
                enter("popularity", data, Popular::new),
                enter("co-occurrence", data, Rules::coOccurrence),
                enter("sequential-rules", data, Rules::sequential),
                enter("stan", data, from -> Stan.build(from, stan)),
                enter("vmis-knn", data, from -> VmisKnn.build(from, vmis)),
                enter("tandem", data, from -> new TandemModel(SessionIndex.build(from))));
        time(entrants, data);
        for (Entrant entrant : entrants) {
            report(entrant, data);
        }
    }

    private record Entrant(String method, NextItemModel model, double buildSeconds, Latencies latencies) {}

    /** Builds a model and calls it until it is warm. */
    private static Entrant enter(String method, Data data, Function<InteractionLog, NextItemModel> build) {
        Progress.say(method);
        long start = System.nanoTime();
        NextItemModel model = build.apply(data.log);
        double seconds = (System.nanoTime() - start) / 1e9;
        long until = System.nanoTime() + PATIENCE_NANOS;
        int calls = 0;
        do {
            calls += pass(model, data.test, data, new Latencies()).cases;
        } while (calls < CALLS && System.nanoTime() < until);
        return new Entrant(method, model, seconds, new Latencies());
    }

    /** The models take turns, a pass each, so that whatever else the machine does meets all of them. */
    private static void time(List<Entrant> entrants, Data data) {
        Progress.say("timing single calls");
        long until = System.nanoTime() + entrants.size() * PATIENCE_NANOS;
        do {
            for (Entrant entrant : entrants) {
                pass(entrant.model, data.test, data, entrant.latencies);
            }
        } while (entrants.getFirst().latencies.count() < CALLS && System.nanoTime() < until);
    }

    private static <S> S best(
            S fallback, List<S> grid, Optional<List<int[]>> valid, Data data, Function<S, NextItemModel> build) {
        S best = fallback;
        double bestMrr = 0;
        for (S settings : valid.isEmpty() ? List.<S>of() : grid) {
            double mrr = pass(build.apply(settings), valid.orElseThrow(), data, new Latencies())
                    .mrr();
            if (mrr > bestMrr) {
                bestMrr = mrr;
                best = settings;
            }
        }
        Progress.say(best + (valid.isEmpty() ? "" : " is best on the validation file, MRR@20 " + bestMrr));
        return best;
    }

    private void report(Entrant entrant, Data data) throws InterruptedException {
        Tally tally = pass(entrant.model, data.test, data, new Latencies());
        Map<String, Double> metrics = new LinkedHashMap<>();
        metrics.put("hr@20", (double) tally.hits / tally.cases);
        metrics.put("mrr@20", tally.mrr());
        metrics.put("coverage@20", (double) tally.recommended.cardinality() / data.counts.length);
        metrics.put("hr@20 rare", (double) tally.rareHits / Math.max(1, tally.rareCases));
        metrics.put("hr@20 one-item prefix", (double) tally.firstHits / Math.max(1, tally.firstCases));
        if (entrant.model instanceof Popular || entrant.model instanceof TandemModel) {
            metrics.put("hr@20 first item", firstItems(entrant.model, data.test));
        }
        BenchLine line = new BenchLine("next-item", entrant.method, data.name, protocol(data), tally.cases)
                .metrics(metrics)
                .latencies(entrant.latencies)
                .throughput(throughput(entrant.model, data))
                .seconds("build", entrant.buildSeconds);
        if (entrant.model instanceof TandemModel tandem) {
            line.bytes("index", tandem.index().toFile().toBytes().length);
        }
        line.print(command);
    }

    /** How often the list for a shopper of whom nothing is known has the first item of a session. */
    private static double firstItems(NextItemModel model, List<int[]> sessions) {
        int[] list = new int[LIST];
        int found = model.recommend(new int[0], 0, false, list);
        long hits = sessions.stream()
                .filter(session -> Arrays.stream(list, 0, found).anyMatch(item -> item == session[0]))
                .count();
        return (double) hits / sessions.size();
    }

    private static String protocol(Data data) {
        return "each step from the steps before it, over all train items, ties by popularity then id"
                + (data.excludeCurrent ? ", current item excluded" : "");
    }

    private static Tally pass(NextItemModel model, List<int[]> sessions, Data data, Latencies latencies) {
        Tally tally = new Tally();
        int[] list = new int[LIST];
        for (int[] session : sessions) {
            for (int length = 1; length < session.length; length++) {
                long start = System.nanoTime();
                int found = model.recommend(session, length, data.excludeCurrent, list);
                latencies.add(System.nanoTime() - start);
                count(tally, session, length, list, found, data.counts);
            }
        }
        return tally;
    }

    private static void count(Tally tally, int[] session, int length, int[] list, int found, int[] counts) {
        int next = session[length];
        boolean rare = next < 0 || counts[next] < RARE;
        int rank = 0;
        for (int i = 0; i < found; i++) {
            tally.recommended.set(list[i]);
            rank = list[i] == next ? i + 1 : rank;
        }
        int hit = rank > 0 ? 1 : 0;
        tally.cases++;
        tally.hits += hit;
        tally.reciprocalRanks += rank > 0 ? 1.0 / rank : 0;
        tally.rareCases += rare ? 1 : 0;
        tally.rareHits += rare ? hit : 0;
        tally.firstCases += length == 1 ? 1 : 0;
        tally.firstHits += length == 1 ? hit : 0;
    }

    /** Calls a second on all cores, each thread with its own instance, for a second. */
    private static double throughput(NextItemModel model, Data data) throws InterruptedException {
        int threads = Runtime.getRuntime().availableProcessors();
        LongAdder calls = new LongAdder();
        CountDownLatch done = new CountDownLatch(threads);
        long start = System.nanoTime();
        for (int t = 0; t < threads; t++) {
            NextItemModel own = model.another();
            Thread.ofPlatform().daemon().start(() -> {
                int[] list = new int[LIST];
                try {
                    while (System.nanoTime() - start < 1_000_000_000L) {
                        for (int[] session : data.test) {
                            for (int length = 1; length < session.length; length++) {
                                own.recommend(session, length, data.excludeCurrent, list);
                            }
                            calls.add(session.length - 1L);
                        }
                    }
                } finally {
                    done.countDown();
                }
            });
        }
        done.await();
        return calls.sum() / ((System.nanoTime() - start) / 1e9);
    }
}
