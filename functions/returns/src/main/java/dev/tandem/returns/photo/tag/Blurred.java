package dev.tandem.returns.photo.tag;

/**
 * A row of modules as a camera sees it: bars 0, spaces 1, Gaussian blur; in eighths of a module, with a margin of spaces around.
 */
final class Blurred {
    static final int FINE = 8;
    static final int MARGIN = 4;
    private final float[] values;

    /** @param sigma of the blur, in modules */
    Blurred(boolean[] bars, double sigma) {
        int length = (bars.length + 2 * MARGIN) * FINE;
        float[] sharp = new float[length];
        for (int i = 0; i < length; i++) {
            int module = i / FINE - MARGIN;
            sharp[i] = module >= 0 && module < bars.length && bars[module] ? 0 : 1;
        }
        int radius = Math.min((int) Math.ceil(3 * sigma * FINE), MARGIN * FINE);
        double[] kernel = new double[2 * radius + 1];
        double sum = 0;
        for (int i = -radius; i <= radius; i++) {
            kernel[i + radius] = Math.exp(-i * i / (2 * sigma * sigma * FINE * FINE));
            sum += kernel[i + radius];
        }
        values = new float[length];
        for (int i = 0; i < length; i++) {
            double value = 0;
            for (int j = -radius; j <= radius; j++) {
                value += kernel[j + radius] * sharp[Math.clamp(i + j, 0, length - 1)];
            }
            values[i] = (float) (value / sum);
        }
    }

    /** At a place in modules from the first one's left edge; the margin's ends go on for ever. */
    float at(double module) {
        int index = (int) ((module + MARGIN) * FINE);
        return values[index < 0 ? 0 : Math.min(index, values.length - 1)];
    }

    /** One value a module, with some of the white around, as a vector of mean 0 and length 1. */
    float[] perModule(int modules, int around) {
        float[] result = new float[modules + 2 * around];
        double mean = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] = at(i - around + 0.5);
            mean += result[i] / result.length;
        }
        double squares = 0;
        for (int i = 0; i < result.length; i++) {
            result[i] -= (float) mean;
            squares += result[i] * result[i];
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= (float) Math.sqrt(squares);
        }
        return result;
    }
}
