package dev.tandem.recommendation.intent;

/**
 * Steps of a session, oldest first: each has a kind and some numbers.
 *
 * @param kinds of each step, from 0
 * @param numbers step by step, so many for each, about 0 to 1 in size
 */
public record Sequence(int[] kinds, float[] numbers) {
    public Sequence {
        if (kinds.length == 0 ? numbers.length != 0 : numbers.length % kinds.length != 0) {
            throw new IllegalArgumentException(kinds.length + " steps cannot share " + numbers.length + " numbers");
        }
    }

    public int length() {
        return kinds.length;
    }
}
