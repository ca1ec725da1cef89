package dev.tandem.recommendation.intent;

import java.util.Arrays;

/**
 * Loss and gradient of an LSTM by truncated back-propagation through time: the state runs through the whole sequence, the gradient goes
 * back to the beginning of a chunk of so many steps. In double precision, for training only. One thread.
 */
final class LstmGradient {
    private final LstmShape shape;
    private final int truncation;
    private final double[][] gates;
    private final double[][] cells;
    private final double[][] squashed;
    private final double[][] hidden;
    private final double[] hiddenGradient;
    private final double[] cellGradient;
    private final double[] gateGradient;

    LstmGradient(LstmShape shape, int truncation) {
        this.shape = shape;
        this.truncation = truncation;
        gates = new double[truncation][shape.line()];
        cells = new double[truncation + 1][shape.hidden()];
        squashed = new double[truncation][shape.hidden()];
        hidden = new double[truncation + 1][shape.hidden()];
        hiddenGradient = new double[shape.hidden()];
        cellGradient = new double[shape.hidden()];
        gateGradient = new double[shape.line()];
    }

    /**
     * Summed log loss over the steps that have a target.
     *
     * @param targets 0 or 1 for each step, not-a-number for none
     * @param gradient what the loss's gradient is added to; empty when only the loss is wanted
     */
    double loss(Sequence sequence, float[] targets, double[] parameters, double[] gradient) {
        Arrays.fill(cells[0], 0);
        Arrays.fill(hidden[0], 0);
        double loss = 0;
        for (int from = 0; from < sequence.length(); from += truncation) {
            int steps = Math.min(truncation, sequence.length() - from);
            for (int t = 0; t < steps; t++) {
                forward(sequence, from + t, t, parameters);
            }
            loss += backward(sequence, targets, from, steps, parameters, gradient);
            System.arraycopy(cells[steps], 0, cells[0], 0, shape.hidden());
            System.arraycopy(hidden[steps], 0, hidden[0], 0, shape.hidden());
        }
        return loss;
    }

    private void forward(Sequence sequence, int step, int t, double[] parameters) {
        int units = shape.hidden();
        int line = shape.line();
        double[] z = gates[t];
        System.arraycopy(parameters, shape.bias(), z, 0, line);
        add(1, parameters, sequence.kinds()[step] * line, z);
        for (int n = 0; n < shape.numbers(); n++) {
            float number = sequence.numbers()[step * shape.numbers() + n];
            if (number != 0) {
                add(number, parameters, shape.ofNumber(n), z);
            }
        }
        for (int unit = 0; unit < units; unit++) {
            add(hidden[t][unit], parameters, shape.ofHidden(unit), z);
        }
        for (int unit = 0; unit < units; unit++) {
            z[unit] = sigmoid(z[unit]);
            z[units + unit] = sigmoid(z[units + unit]);
            z[2 * units + unit] = 2 * sigmoid(2 * z[2 * units + unit]) - 1;
            z[3 * units + unit] = sigmoid(z[3 * units + unit]);
            cells[t + 1][unit] = z[units + unit] * cells[t][unit] + z[unit] * z[2 * units + unit];
            squashed[t][unit] = 2 * sigmoid(2 * cells[t + 1][unit]) - 1;
            hidden[t + 1][unit] = z[3 * units + unit] * squashed[t][unit];
        }
    }

    private double backward(
            Sequence sequence, float[] targets, int from, int steps, double[] parameters, double[] gradient) {
        int units = shape.hidden();
        int line = shape.line();
        Arrays.fill(hiddenGradient, 0);
        Arrays.fill(cellGradient, 0);
        double loss = 0;
        for (int t = steps - 1; t >= 0; t--) {
            int step = from + t;
            if (!Float.isNaN(targets[step])) {
                loss += answer(t, targets[step], parameters, gradient);
            }
            if (gradient.length == 0) {
                continue;
            }
            double[] z = gates[t];
            for (int unit = 0; unit < units; unit++) {
                double input = z[unit];
                double forget = z[units + unit];
                double candidate = z[2 * units + unit];
                double output = z[3 * units + unit];
                double cell = cellGradient[unit]
                        + hiddenGradient[unit] * output * (1 - squashed[t][unit] * squashed[t][unit]);
                gateGradient[unit] = cell * candidate * input * (1 - input);
                gateGradient[units + unit] = cell * cells[t][unit] * forget * (1 - forget);
                gateGradient[2 * units + unit] = cell * input * (1 - candidate * candidate);
                gateGradient[3 * units + unit] = hiddenGradient[unit] * squashed[t][unit] * output * (1 - output);
                cellGradient[unit] = cell * forget;
            }
            addTo(gradient, sequence.kinds()[step] * line, 1);
            addTo(gradient, shape.bias(), 1);
            for (int n = 0; n < shape.numbers(); n++) {
                float number = sequence.numbers()[step * shape.numbers() + n];
                if (number != 0) {
                    addTo(gradient, shape.ofNumber(n), number);
                }
            }
            for (int unit = 0; unit < units; unit++) {
                int weights = shape.ofHidden(unit);
                double sum = 0;
                for (int i = 0; i < line; i++) {
                    sum += parameters[weights + i] * gateGradient[i];
                }
                addTo(gradient, weights, hidden[t][unit]);
                hiddenGradient[unit] = sum;
            }
        }
        return loss;
    }

    /** Loss of a step's answer; what it asks of the hidden state and of the answer's weights is added up. */
    private double answer(int t, float target, double[] parameters, double[] gradient) {
        int units = shape.hidden();
        int weights = shape.answer();
        double logOdds = parameters[weights + units];
        for (int unit = 0; unit < units; unit++) {
            logOdds += parameters[weights + unit] * hidden[t + 1][unit];
        }
        if (gradient.length > 0) {
            double error = sigmoid(logOdds) - target;
            gradient[weights + units] += error;
            for (int unit = 0; unit < units; unit++) {
                gradient[weights + unit] += error * hidden[t + 1][unit];
                hiddenGradient[unit] += error * parameters[weights + unit];
            }
        }
        double against = target > 0 ? -logOdds : logOdds;
        return Math.max(against, 0) + Math.log1p(Math.exp(-Math.abs(against)));
    }

    private static void add(double factor, double[] parameters, int from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * parameters[from + i];
        }
    }

    private void addTo(double[] gradient, int from, double factor) {
        for (int i = 0; i < gateGradient.length; i++) {
            gradient[from + i] += factor * gateGradient[i];
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
