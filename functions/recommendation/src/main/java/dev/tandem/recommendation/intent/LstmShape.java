package dev.tandem.recommendation.intent;

/**
 * Where the parameters of an LSTM lie in one array. A line has four times the hidden size: what goes to the input gate, the forget gate, the
 * candidate and the output gate. There is a line for each kind of step, each number of a step, each hidden unit of the step before, and
 * the bias; then come the weights of the answer and its bias.
 *
 * @param kinds how many kinds of step there are
 * @param numbers how many numbers a step has
 * @param hidden units
 */
public record LstmShape(int kinds, int numbers, int hidden) {
    private static final int MOST = 4096;

    public LstmShape {
        if (kinds < 1 || numbers < 0 || hidden < 1 || kinds > MOST || numbers > MOST || hidden > MOST) {
            throw new IllegalArgumentException(
                    "There is no LSTM of " + kinds + " kinds, " + numbers + " numbers, " + hidden);
        }
    }

    int line() {
        return 4 * hidden;
    }

    int ofNumber(int number) {
        return (kinds + number) * line();
    }

    int ofHidden(int unit) {
        return (kinds + numbers + unit) * line();
    }

    int bias() {
        return (kinds + numbers + hidden) * line();
    }

    int answer() {
        return bias() + line();
    }

    int size() {
        return answer() + hidden + 1;
    }

    boolean fits(Sequence sequence) {
        return sequence.numbers().length == sequence.length() * numbers;
    }
}
