package dev.tandem.bench.bandit;

import dev.tandem.recommendation.bandit.BetaPosterior;
import dev.tandem.recommendation.bandit.LoggedAnswers;
import dev.tandem.recommendation.bandit.PosteriorGrid;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The Open Bandit Dataset (Saito et al., 2021): a fashion shop showed items at three positions by two policies, evenly at random and by
 * Bernoulli Thompson sampling. A row is one item at one position with the probability of that item there; positions are the contexts.
 */
public final class OpenBandit {
    private static final int POSITIONS = 3;

    /** @param prior {@code [position][item]}: how the Thompson sampling shows items with the parameters that it started with */
    public record Campaign(String name, LoggedAnswers random, LoggedAnswers bts, double[][] prior) {}

    private OpenBandit() {}

    /** Campaigns with logs of both policies. Throws {@link IOException} with one line that says what is wrong. */
    public static List<Campaign> campaigns(Path folder) throws IOException {
        if (!Files.isDirectory(folder.resolve("random")) || !Files.isDirectory(folder.resolve("bts"))) {
            throw new IOException(folder + " has no folders random and bts");
        }
        Map<String, Map<String, double[]>> priors = priors(folder.resolve("prior_bts.yaml"));
        List<Campaign> campaigns = new ArrayList<>();
        try (Stream<Path> names = Files.list(folder.resolve("random"))) {
            for (Path path : names.sorted().toList()) {
                String name = path.getFileName().toString();
                Path random = path.resolve(name + ".csv");
                Path bts = folder.resolve("bts").resolve(name).resolve(name + ".csv");
                if (Files.isReadable(random) && Files.isReadable(bts)) {
                    double[][] prior = prior(name, priors.get(name));
                    campaigns.add(new Campaign(name, read(random, prior[0].length), read(bts, prior[0].length), prior));
                }
            }
        }
        if (campaigns.isEmpty()) {
            throw new IOException(folder + " holds no campaign with logs of both policies");
        }
        return campaigns;
    }

    static LoggedAnswers read(Path file, int items) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            List<String> header = Arrays.asList(String.valueOf(lines.readLine()).split(",", -1));
            int item = column(file, header, "item_id");
            int position = column(file, header, "position");
            int click = column(file, header, "click");
            int propensity = column(file, header, "propensity_score");
            String line;
            while ((line = lines.readLine()) != null) {
                String[] fields = line.split(",", propensity + 2);
                try {
                    rows.add(new double[] {
                        Integer.parseInt(fields[item]),
                        Integer.parseInt(fields[position]) - 1,
                        Integer.parseInt(fields[click]),
                        Double.parseDouble(fields[propensity])
                    });
                } catch (RuntimeException e) {
                    throw new IOException(file + " line " + (rows.size() + 2) + " is no row of a log");
                }
            }
        }
        try {
            return new LoggedAnswers(
                    POSITIONS, items, whole(rows, 1), whole(rows, 0), column(rows, 3), column(rows, 2));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage());
        }
    }

    private static int column(Path file, List<String> header, String name) throws IOException {
        int column = header.indexOf(name);
        if (column < 0) {
            throw new IOException(file + " has no column " + name);
        }
        return column;
    }

    private static double[] column(List<double[]> rows, int column) {
        return rows.stream().mapToDouble(row -> row[column]).toArray();
    }

    private static int[] whole(List<double[]> rows, int column) {
        return rows.stream().mapToInt(row -> (int) row[column]).toArray();
    }

    /** Campaign, then alpha or beta, then numbers. */
    private static Map<String, Map<String, double[]>> priors(Path file) throws IOException {
        Map<String, Map<String, double[]>> priors = new HashMap<>();
        String campaign = "";
        String parameter = "";
        for (String line : Files.readAllLines(file)) {
            String text = line.strip();
            if (text.startsWith("- ")) {
                Map<String, double[]> own = priors.computeIfAbsent(campaign, none -> new HashMap<>());
                double[] numbers = own.getOrDefault(parameter, new double[0]);
                double[] longer = Arrays.copyOf(numbers, numbers.length + 1);
                longer[numbers.length] = Double.parseDouble(text.substring(2));
                own.put(parameter, longer);
            } else if (text.endsWith(":")) {
                if (line.startsWith(" ")) {
                    parameter = text.substring(0, text.length() - 1);
                } else {
                    campaign = text.substring(0, text.length() - 1);
                }
            }
        }
        return priors;
    }

    /** The chance of each item at each rank, as the published evaluation draws it, without drawing. */
    private static double[][] prior(String name, @org.jspecify.annotations.Nullable Map<String, double[]> parameters)
            throws IOException {
        if (parameters == null || !parameters.containsKey("alpha") || !parameters.containsKey("beta")) {
            throw new IOException("prior_bts.yaml has no alpha and beta for " + name);
        }
        double[] alpha = parameters.get("alpha");
        double[] beta = parameters.get("beta");
        List<BetaPosterior> posteriors = new ArrayList<>();
        for (int item = 0; item < alpha.length; item++) {
            posteriors.add(new BetaPosterior(alpha[item], beta[item]));
        }
        return turned(new PosteriorGrid(posteriors).ranks(POSITIONS));
    }

    private static double[][] turned(double[][] ranks) {
        double[][] positions = new double[POSITIONS][ranks.length];
        for (int item = 0; item < ranks.length; item++) {
            for (int position = 0; position < POSITIONS; position++) {
                positions[position][item] = ranks[item][position];
            }
        }
        return positions;
    }

    public static double[][] uniform(LoggedAnswers log) {
        double[][] policy = new double[POSITIONS][log.actions()];
        for (double[] position : policy) {
            Arrays.fill(position, 1.0 / log.actions());
        }
        return policy;
    }

    /** How often a policy showed each item at each position: a policy that learns is not the one that it started as. */
    public static double[][] asItRan(LoggedAnswers log) {
        double[][] shown = new double[POSITIONS][log.actions()];
        double[] rows = new double[POSITIONS];
        for (int row = 0; row < log.rows(); row++) {
            shown[log.context()[row]][log.action()[row]]++;
            rows[log.context()[row]]++;
        }
        for (int position = 0; position < POSITIONS; position++) {
            for (int item = 0; item < log.actions(); item++) {
                shown[position][item] /= Math.max(1, rows[position]);
            }
        }
        return shown;
    }

    /** Share of clicked rows with its 95 % interval (Wilson, 1927). */
    public static double[] wilson(LoggedAnswers log) {
        double n = log.rows();
        double share = Arrays.stream(log.reward()).sum() / n;
        double z = 1.959964;
        double centre = (share + z * z / (2 * n)) / (1 + z * z / n);
        double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n)) / (1 + z * z / n);
        return new double[] {share, centre - half, centre + half};
    }
}
