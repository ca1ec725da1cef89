package dev.tandem.bench;

import dev.tandem.bench.complement.Baselines;
import dev.tandem.bench.complement.ComplementData;
import dev.tandem.bench.complement.Retail;
import dev.tandem.bench.complement.Split;
import dev.tandem.bench.complement.Tally;
import dev.tandem.recommendation.graph.GraphBuilder;
import dev.tandem.recommendation.graph.GraphPath;
import dev.tandem.recommendation.graph.KnowledgeGraph;
import dev.tandem.recommendation.graph.LinkPredictor;
import dev.tandem.recommendation.graph.Links;
import dev.tandem.recommendation.model.Lists;
import dev.tandem.recommendation.model.TopItems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Hides links of a graph of items that go together and lets every method find them: once a fifth of all links, once all links of a tenth of
 * the items. Every item with hidden links is a question; all items that it is not linked with in what is left are ranked.
 */
final class ComplementBench {
    private static final int RARE = 5;
    private static final int MOST_QUESTIONS = 6_000;
    private static final int WARM_UP = 2_000;

    private final String command;

    ComplementBench(String command) {
        this.command = command;
    }

    private interface Method {
        /** Fills the list with the best items that are not linked with the source; how many. */
        int rank(int source, int[] list);

        double score(int source, int target);
    }

    private record Task(ComplementData data, Split split, Split.Rule rule, String name, int[] questions) {
        boolean open(int source, int target) {
            return source != target && !split.known().linked(source, target);
        }
    }

    void run(Arguments arguments) throws IOException {
        boolean retail = arguments.text("--retail").isPresent();
        String file = arguments
                .text(retail ? "--retail" : "--edges")
                .orElseThrow(() -> new IllegalArgumentException(
                        "complement needs --edges FILE (and --items FILE where there is one), or --retail FILE"));
        Progress.say("reading " + file);
        ComplementData data = retail
                ? Retail.read(file)
                : ComplementData.read(file, arguments.text("--items").orElse(null));
        Progress.say(data.items().size() + " items, " + data.pairs().size() + " links");
        String name = String.valueOf(Path.of(file).getFileName());
        List<Split.Rule> rules = arguments.flag("--validation")
                ? List.of(Split.Rule.VALIDATION)
                : List.of(Split.Rule.RANDOM_LINKS, Split.Rule.COLD_ITEMS);
        for (Split.Rule rule : rules) {
            Split split = Split.of(data, rule);
            int[] questions = questions(data, split.hidden(), arguments.number("--questions", MOST_QUESTIONS));
            if (questions.length == 0) {
                throw new IOException(file + " has too few links to hide any");
            }
            run(new Task(data, split, rule, name, questions));
        }
    }

    /** The items with hidden links; of many those with the smallest hash. */
    private static int[] questions(ComplementData data, Lists hidden, int most) {
        return IntStream.range(0, hidden.size())
                .filter(item -> hidden.starts()[item + 1] > hidden.starts()[item])
                .boxed()
                .sorted(java.util.Comparator.comparingLong(
                        item -> Split.hash("question", data.ids().id(item))))
                .limit(most)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private void run(Task task) {
        for (Map.Entry<String, Baselines.Scores> one :
                Baselines.of(task.split.known(), task.data.items()).entrySet()) {
            Progress.say(one.getKey());
            print(task, one.getKey(), baseline(task, one.getValue()), Map.of(), Map.of());
        }
        Progress.say("tandem");
        long start = System.nanoTime();
        GraphBuilder builder =
                new GraphBuilder(task.data.ids(), task.data.items(), task.split.known(), task.data.swaps());
        double learning = (System.nanoTime() - start) / 1e9;
        KnowledgeGraph graph = builder.build();
        double building = (System.nanoTime() - start) / 1e9;
        print(
                task,
                "tandem",
                tandem(task, graph, builder.predictor().worker()),
                Map.of("learn", learning, "build", building),
                Map.of("graph", (long) graph.toFile().toBytes().length));
    }

    private static Method baseline(Task task, Baselines.Scores scores) {
        TopItems top = new TopItems(task.split.known().degrees());
        double[] values = new double[task.data.items().size()];
        return new Method() {
            private int filled = -1;

            private void fill(int source) {
                if (source != filled) {
                    Arrays.fill(values, 0);
                    scores.of(source, values);
                    filled = source;
                }
            }

            @Override
            public int rank(int source, int[] list) {
                fill(source);
                top.start(list.length);
                for (int item = 0; item < values.length; item++) {
                    if (top.takes(item, values[item]) && task.open(source, item)) {
                        top.offer(item, values[item]);
                    }
                }
                int found = top.finish();
                for (int i = 0; i < found; i++) {
                    list[i] = top.item(i);
                }
                return found;
            }

            @Override
            public double score(int source, int target) {
                fill(source);
                return values[target];
            }
        };
    }

    /** Lists come from the graph as the service asks it; the scores of pairs that no list has, from what the lists were made with. */
    private static Method tandem(Task task, KnowledgeGraph graph, LinkPredictor.Worker worker) {
        return new Method() {
            @Override
            public int rank(int source, int[] list) {
                List<GraphPath> found = graph.complements(
                        List.of(task.data.ids().id(source)),
                        list.length,
                        item -> task.open(source, task.data.ids().indexOf(item)));
                for (int i = 0; i < found.size(); i++) {
                    list[i] = task.data.ids().indexOf(found.get(i).item());
                }
                return found.size();
            }

            @Override
            public double score(int source, int target) {
                return worker.score(source, target);
            }
        };
    }

    private void print(Task task, String name, Method method, Map<String, Double> seconds, Map<String, Long> bytes) {
        Links known = task.split.known();
        Lists hidden = task.split.hidden();
        Tally all = new Tally();
        Tally coldSources = new Tally();
        Tally coldTargets = new Tally();
        Tally rare = new Tally();
        Latencies latencies = new Latencies();
        int[] list = new int[Tally.LIST];
        Random random = new Random(1);
        // What is timed is compiled code.
        for (int i = 0; i < Math.min(WARM_UP, task.questions.length); i++) {
            method.rank(task.questions[i], list);
        }
        for (int source : task.questions) {
            long start = System.nanoTime();
            int found = method.rank(source, list);
            latencies.add(System.nanoTime() - start);
            boolean cold = known.degree(source) == 0;
            all.add(hidden, source, target -> true, list, found);
            if (cold) {
                coldSources.add(hidden, source, target -> true, list, found);
            } else {
                coldTargets.add(hidden, source, target -> known.degree(target) == 0, list, found);
            }
            if (!cold && known.degree(source) < RARE) {
                rare.add(hidden, source, target -> true, list, found);
            }
            for (int at = hidden.starts()[source]; at < hidden.starts()[source + 1]; at++) {
                int other = random.nextInt(hidden.size());
                if (task.open(source, other) && !Tally.isHidden(hidden, source, other)) {
                    all.compare(method.score(source, hidden.values()[at]), method.score(source, other));
                }
            }
        }
        Map<String, Double> metrics = new LinkedHashMap<>(all.metrics(""));
        metrics.putAll(coldSources.metrics(" cold item"));
        metrics.putAll(coldTargets.metrics(" finding cold items"));
        metrics.putAll(rare.metrics(" rare item"));
        BenchLine line = new BenchLine("complement", name, task.name, protocol(task.rule), all.sources())
                .metrics(metrics)
                .latencies(latencies);
        seconds.forEach(line::seconds);
        bytes.forEach(line::bytes);
        line.print(command);
    }

    private static String protocol(Split.Rule rule) {
        return switch (rule) {
                    case RANDOM_LINKS -> "a fifth of the links hidden by hash of the pair";
                    case COLD_ITEMS -> "all links of a tenth of the items hidden by hash of the item";
                    case VALIDATION -> "validation: a tenth of the links hidden, the test's fifth left out";
                }
                + ", all items not linked ranked, ties by popularity then id";
    }
}
