package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.trees.Examples;
import java.util.ArrayList;
import java.util.List;

/**
 * The steps of a session with their order thrown away: how many of each kind, the sum and the greatest of each number, and how many steps
 * in all. What classifiers on counts see, so that they and a model of sequences know the same steps.
 */
public final class BehaviourCounts {
    private BehaviourCounts() {}

    public static int width(int kinds, int numbers) {
        return kinds + 2 * numbers + 1;
    }

    /** Of the first {@code length} steps. */
    public static float[] of(Sequence sequence, int length, int kinds, int numbers) {
        float[] row = new float[width(kinds, numbers)];
        for (int step = 0; step < length; step++) {
            add(sequence, step, kinds, numbers, row);
        }
        return row;
    }

    /** A row for each target. */
    public static Examples examples(List<LstmTrainer.Example> sequences, int kinds, int numbers) {
        List<float[]> rows = new ArrayList<>();
        for (LstmTrainer.Example example : sequences) {
            float[] row = new float[width(kinds, numbers)];
            for (int step = 0; step < example.sequence().length(); step++) {
                add(example.sequence(), step, kinds, numbers, row);
                if (!Float.isNaN(example.targets()[step])) {
                    rows.add(row.clone());
                }
            }
        }
        return new Examples(rows.toArray(float[][]::new), labels(sequences));
    }

    /** The targets, in order. */
    public static boolean[] labels(List<LstmTrainer.Example> sequences) {
        boolean[] labels = new boolean
                [sequences.stream().mapToInt(LstmTrainer.Example::asked).sum()];
        int at = 0;
        for (LstmTrainer.Example example : sequences) {
            for (float target : example.targets()) {
                if (!Float.isNaN(target)) {
                    labels[at++] = target > 0;
                }
            }
        }
        return labels;
    }

    private static void add(Sequence sequence, int step, int kinds, int numbers, float[] row) {
        int kind = sequence.kinds()[step];
        if (kind >= 0 && kind < kinds) {
            row[kind]++;
        }
        for (int n = 0; n < numbers; n++) {
            float number = sequence.numbers()[step * numbers + n];
            row[kinds + n] += number;
            row[kinds + numbers + n] = Math.max(row[kinds + numbers + n], number);
        }
        row[row.length - 1]++;
    }
}
