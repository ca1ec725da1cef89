package dev.tandem.recommendation.intent;

import dev.tandem.recommendation.model.ModelFile;
import dev.tandem.recommendation.model.ModelFormatException;
import java.util.Arrays;

/**
 * A trained LSTM (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) that answers after the last step: log odds of
 * a purchase. Safe for use by several threads, each with a workspace of its own; a call allocates nothing.
 */
public final class LstmClassifier {
    private final LstmShape shape;
    private final float[] parameters;

    LstmClassifier(LstmShape shape, float[] parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    /** The memory of a call. */
    public static final class Workspace {
        private final float[] gates;
        private final float[] cells;
        private final float[] hidden;

        private Workspace(LstmShape shape) {
            gates = new float[shape.line()];
            cells = new float[shape.hidden()];
            hidden = new float[shape.hidden()];
        }
    }

    public Workspace workspace() {
        return new Workspace(shape);
    }

    public LstmShape shape() {
        return shape;
    }

    /**
     * Log odds of a purchase after the first {@code length} steps. A kind that the model does not know counts as no kind.
     *
     * @throws IllegalArgumentException when the steps do not have as many numbers as the model's
     */
    public float logOdds(Sequence sequence, int length, Workspace workspace) {
        if (!shape.fits(sequence)) {
            throw new IllegalArgumentException("The steps have other numbers than the model knows");
        }
        int units = shape.hidden();
        int line = shape.line();
        float[] gates = workspace.gates;
        float[] cells = workspace.cells;
        float[] hidden = workspace.hidden;
        Arrays.fill(cells, 0);
        Arrays.fill(hidden, 0);
        for (int step = 0; step < length; step++) {
            System.arraycopy(parameters, shape.bias(), gates, 0, line);
            int kind = sequence.kinds()[step];
            if (kind >= 0 && kind < shape.kinds()) {
                add(1, kind * line, gates);
            }
            for (int n = 0; n < shape.numbers(); n++) {
                float number = sequence.numbers()[step * shape.numbers() + n];
                if (number != 0) {
                    add(number, shape.ofNumber(n), gates);
                }
            }
            for (int unit = 0; unit < units; unit++) {
                add(hidden[unit], shape.ofHidden(unit), gates);
            }
            for (int unit = 0; unit < units; unit++) {
                float kept = sigmoid(gates[units + unit]) * cells[unit];
                cells[unit] = kept + sigmoid(gates[unit]) * tanh(gates[2 * units + unit]);
                hidden[unit] = sigmoid(gates[3 * units + unit]) * tanh(cells[unit]);
            }
        }
        float answer = parameters[shape.answer() + units];
        for (int unit = 0; unit < units; unit++) {
            answer += parameters[shape.answer() + unit] * hidden[unit];
        }
        return answer;
    }

    private void add(float factor, int from, float[] gates) {
        for (int i = 0; i < gates.length; i++) {
            gates[i] += factor * parameters[from + i];
        }
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    private static float tanh(float x) {
        return (float) (1 - 2 / (1 + Math.exp(2.0 * x)));
    }

    void put(ModelFile file) {
        file.put("lstm", new int[] {shape.kinds(), shape.numbers(), shape.hidden()})
                .put("parameters", parameters);
    }

    static LstmClassifier of(ModelFile file) throws ModelFormatException {
        int[] head = file.ints("lstm");
        float[] parameters = file.floats("parameters");
        try {
            LstmShape shape = new LstmShape(head[0], head[1], head[2]);
            if (head.length != 3 || parameters.length != shape.size()) {
                throw new ModelFormatException(
                        "The LSTM has " + parameters.length + " parameters, not those of its shape");
            }
            for (float parameter : parameters) {
                if (!Float.isFinite(parameter)) {
                    throw new ModelFormatException("A parameter of the LSTM is not a number");
                }
            }
            return new LstmClassifier(shape, parameters);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new ModelFormatException("The LSTM's shape is damaged");
        }
    }
}
