package dev.tandem.bench.intent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/**
 * Features of a shop session for trees, fixed on the training rows: numbers as they are; for each category how often its sessions bought
 * (smoothed; a training row is left out of its own figure) and how common it is; and, where the table has the columns of web analytics,
 * what can be worked out from them ({@link Visit}).
 */
final class ShopFeatures {
    /** A category weighs as if so many average sessions had been seen too. */
    private static final double SMOOTHING = 20;

    private static final int FOLDS = 8;
    /** A column of whole numbers with at most so many values is a category as well. */
    private static final int MOST_CODES = 30;

    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    private record Encoding(Function<String[], String> key, Map<String, double[][]> purchases) {}

    private final ShopTable train;
    private final List<Function<String[], float[]>> columns = new ArrayList<>();
    private final List<Encoding> encodings = new ArrayList<>();
    private final Map<String[], Integer> folds = new java.util.IdentityHashMap<>();
    private final double average;

    ShopFeatures(ShopTable train) {
        this.train = train;
        int positives = 0;
        Random random = new Random(5);
        for (int i = 0; i < train.size(); i++) {
            positives += train.labels()[i] ? 1 : 0;
            folds.put(train.cells()[i], random.nextInt(FOLDS));
        }
        average = (double) positives / train.size();
        List<Integer> codes = new ArrayList<>();
        for (int c = 0; c < train.columns().size(); c++) {
            int column = c;
            boolean numeric = train.isNumeric(c);
            if (numeric) {
                columns.add(row -> new float[] {ShopTable.number(row[column])});
            } else if (train.values(c).stream().allMatch(value -> month(value) >= 0)) {
                columns.add(row -> new float[] {month(row[column])});
            }
            if (!numeric || isCode(c)) {
                encode(row -> row[column]);
                common(row -> row[column]);
            }
            if (numeric && isCode(c) && !Visit.COUNTS.contains(train.columns().get(c))) {
                codes.add(c);
            }
        }
        if (codes.size() > 1) {
            common(row -> row[codes.getFirst()] + "|" + row[codes.get(1)]);
            common(row -> {
                StringBuilder all = new StringBuilder();
                codes.forEach(code -> all.append(row[code]).append('|'));
                return all.toString();
            });
        }
        if (train.columns().containsAll(Visit.COLUMNS)) {
            columns.add(Visit.of(train.columns()));
        }
    }

    private boolean isCode(int column) {
        Set<String> values = train.values(column);
        return values.size() > 2
                && values.size() <= MOST_CODES
                && values.stream().allMatch(value -> value.matches("\\d{1,3}"));
    }

    private static int month(String text) {
        return text.length() < 3 ? -1 : MONTHS.indexOf(text.substring(0, 3).toLowerCase(java.util.Locale.ROOT));
    }

    private void encode(Function<String[], String> key) {
        Map<String, double[][]> purchases = new HashMap<>();
        for (int i = 0; i < train.size(); i++) {
            double[] cell = purchases
                    .computeIfAbsent(key.apply(train.cells()[i]), name -> new double[FOLDS][2])[
                    folds.getOrDefault(train.cells()[i], 0)];
            cell[0] += train.labels()[i] ? 1 : 0;
            cell[1]++;
        }
        encodings.add(new Encoding(key, purchases));
    }

    private void common(Function<String[], String> key) {
        Map<String, Integer> counts = new HashMap<>();
        for (String[] row : train.cells()) {
            counts.merge(key.apply(row), 1, Integer::sum);
        }
        columns.add(row -> new float[] {counts.getOrDefault(key.apply(row), 0)});
    }

    float[][] of(ShopTable table) {
        return Arrays.stream(table.cells()).map(this::of).toArray(float[][]::new);
    }

    private float[] of(String[] row) {
        float[] features = new float[64];
        int count = 0;
        for (Function<String[], float[]> column : columns) {
            float[] some = column.apply(row);
            if (count + some.length + encodings.size() > features.length) {
                features = Arrays.copyOf(features, 2 * features.length + some.length);
            }
            System.arraycopy(some, 0, features, count, some.length);
            count += some.length;
        }
        int own = folds.getOrDefault(row, -1);
        for (Encoding encoding : encodings) {
            double bought = SMOOTHING * average;
            double seen = SMOOTHING;
            double[][] purchases = encoding.purchases.getOrDefault(encoding.key.apply(row), new double[0][]);
            for (int fold = 0; fold < purchases.length; fold++) {
                if (fold != own) {
                    bought += purchases[fold][0];
                    seen += purchases[fold][1];
                }
            }
            features[count++] = (float) (bought / seen);
        }
        return Arrays.copyOf(features, count);
    }

    /** What the usual logistic regression gets: numbers, and a column of 0 and 1 for each value of a category. */
    static Function<ShopTable, float[][]> plain(ShopTable train) {
        List<Function<String[], Float>> columns = new ArrayList<>();
        for (int c = 0; c < train.columns().size(); c++) {
            int column = c;
            Set<String> values = new HashSet<>(train.values(c));
            boolean code = values.size() <= MOST_CODES
                    && !Visit.COUNTS.contains(train.columns().get(c))
                    && values.stream().allMatch(value -> value.matches("\\d{1,3}"));
            if (train.isNumeric(c) && !code) {
                columns.add(row -> ShopTable.number(row[column]));
            } else {
                values.stream().sorted().forEach(value -> columns.add(row -> row[column].equals(value) ? 1f : 0f));
            }
        }
        return table -> Arrays.stream(table.cells())
                .map(row -> {
                    float[] features = new float[columns.size()];
                    for (int i = 0; i < features.length; i++) {
                        features[i] = columns.get(i).apply(row);
                    }
                    return features;
                })
                .toArray(float[][]::new);
    }
}
