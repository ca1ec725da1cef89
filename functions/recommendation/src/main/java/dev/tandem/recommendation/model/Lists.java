package dev.tandem.recommendation.model;

import java.util.Arrays;

/**
 * Many lists of weighted numbers in three arrays.
 *
 * @param starts list i is from {@code starts[i]} to before {@code starts[i + 1]}
 * @param weights one per value, or empty when the lists carry none
 */
public record Lists(int[] starts, int[] values, float[] weights) {

    public int size() {
        return starts.length - 1;
    }

    /** The weight of a value in a list, 0 when it is not there. */
    public float weight(int list, int value) {
        for (int i = starts[list]; i < starts[list + 1]; i++) {
            if (values[i] == value) {
                return weights[i];
            }
        }
        return 0;
    }

    public void put(ModelFile file, String name) {
        file.put(name + ".starts", starts).put(name + ".values", values).put(name + ".weights", weights);
    }

    /** Reads what {@link #put} wrote and checks that every value is from 0 to before {@code bound}. */
    public static Lists of(ModelFile file, String name, int size, int bound, boolean weighted)
            throws ModelFormatException {
        Lists lists =
                new Lists(file.ints(name + ".starts"), file.ints(name + ".values"), file.floats(name + ".weights"));
        int[] starts = lists.starts;
        boolean sound = starts.length == size + 1
                && starts[0] == 0
                && starts[size] == lists.values.length
                && lists.weights.length == (weighted ? lists.values.length : 0);
        for (int i = 0; sound && i < size; i++) {
            sound = starts[i] <= starts[i + 1];
        }
        for (int i = 0; sound && i < lists.values.length; i++) {
            sound = lists.values[i] >= 0 && lists.values[i] < bound;
        }
        if (!sound) {
            throw new ModelFormatException("The lists " + name + " of the model contradict each other");
        }
        return lists;
    }

    /** Grows lists one after the other. */
    public static final class Builder {
        private final int[] starts;
        private int[] values = new int[1024];
        private float[] weights;
        private int lists;
        private int length;

        public Builder(int size, boolean weighted) {
            starts = new int[size + 1];
            weights = new float[weighted ? values.length : 0];
        }

        public void add(int value) {
            if (length == values.length) {
                values = Arrays.copyOf(values, length * 2);
            }
            values[length++] = value;
        }

        public void add(int value, double weight) {
            add(value);
            if (weights.length < values.length) {
                weights = Arrays.copyOf(weights, values.length);
            }
            weights[length - 1] = (float) weight;
        }

        /** Ends the list under way; the next value starts the next one. */
        public void end() {
            starts[++lists] = length;
        }

        public Lists build() {
            if (lists != starts.length - 1) {
                throw new IllegalStateException(lists + " of " + (starts.length - 1) + " lists ended");
            }
            return new Lists(
                    starts,
                    Arrays.copyOf(values, length),
                    weights.length == 0 ? weights : Arrays.copyOf(weights, length));
        }
    }
}
