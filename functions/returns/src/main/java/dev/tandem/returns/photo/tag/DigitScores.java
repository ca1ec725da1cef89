package dev.tandem.returns.photo.tag;

import java.util.Arrays;
import java.util.List;

/**
 * How well every digit fits at every place of a bar code, over several scan lines: the mean share of the brightness' variance that
 * the digit's bars, blurred and with free contrast, leave unexplained. The best code other than a given one comes from dynamic
 * programming over the check sum, for each first digit, which decides the sets of the left half.
 */
final class DigitScores {
    private static final int PER_MODULE = 3;
    /** The line's part that a digit is judged on: its modules and one on either side, which are the same for all digits. */
    private static final int WINDOW = 9;

    /** [place][digit, plus 10 for set B]: cost, the less the better. */
    private final double[][] costs = new double[Ean13.DIGITS][20];

    DigitScores(List<float[]> lines, List<BarFit> fits, float[][][] templates) {
        for (int place = 0; place < Ean13.DIGITS; place++) {
            for (int i = 0; i < fits.size(); i++) {
                float[] window = window(lines.get(i), fits.get(i), Ean13.start(place));
                for (int symbol = 0; symbol < (place < 6 ? 20 : 10); symbol++) {
                    costs[place][symbol] += unexplained(window, templates[place / 6][symbol]) / fits.size();
                }
            }
        }
    }

    /** A code other than the one asked about, and what it costs. */
    record Rival(String code, double cost) {}

    double cost(String code) {
        double sum = 0;
        for (int place = 0; place < Ean13.DIGITS; place++) {
            sum += cost(place, code.charAt(place + 1) - '0', code.charAt(0) - '0');
        }
        return sum;
    }

    /** The code of right check digit that fits best, this one left out. */
    Rival bestBut(String code) {
        Rival best = new Rival("", Double.POSITIVE_INFINITY);
        for (int first = 0; first < 10; first++) {
            Rival rival = bestBut(code, first);
            best = rival.cost < best.cost ? rival : best;
        }
        return best;
    }

    private Rival bestBut(String code, int first) {
        // A state is the check sum mod 10, plus 10 once a digit differed.
        double[] best = new double[20];
        Arrays.fill(best, Double.POSITIVE_INFINITY);
        best[first + (first == code.charAt(0) - '0' ? 0 : 10)] = 0;
        int[][] from = new int[Ean13.DIGITS][20];
        int[][] digits = new int[Ean13.DIGITS][20];
        for (int place = 0; place < Ean13.DIGITS; place++) {
            double[] next = new double[20];
            Arrays.fill(next, Double.POSITIVE_INFINITY);
            int expected = code.charAt(place + 1) - '0';
            int weight = place % 2 == 0 ? 3 : 1;
            for (int digit = 0; digit < 10; digit++) {
                double cost = cost(place, digit, first);
                for (int state = 0; state < 20; state++) {
                    int to = (state + weight * digit) % 10 + (state >= 10 || digit != expected ? 10 : 0);
                    if (best[state] + cost < next[to]) {
                        next[to] = best[state] + cost;
                        from[place][to] = state;
                        digits[place][to] = digit;
                    }
                }
            }
            best = next;
        }
        StringBuilder rival = new StringBuilder();
        int state = 10;
        for (int place = Ean13.DIGITS - 1; place >= 0; place--) {
            rival.append(digits[place][state]);
            state = from[place][state];
        }
        return new Rival(rival.append(first).reverse().toString(), best[10]);
    }

    private double cost(int place, int digit, int first) {
        return costs[place][Ean13.setB(first, place) ? 10 + digit : digit];
    }

    /** [left half 0, right half 1][digit, plus 10 for set B][sample] */
    static float[][][] templates(double blur) {
        float[][][] templates = new float[2][20][WINDOW * PER_MODULE];
        for (int half = 0; half < 2; half++) {
            for (int symbol = 0; symbol < 20; symbol++) {
                // Before a left digit there is a bar and after it a space, around a right one a space and a bar.
                boolean[] modules = new boolean[WINDOW + 4];
                modules[2] = half == 0;
                System.arraycopy(Ean13.digit(symbol % 10, half * 6, symbol >= 10), 0, modules, 3, 7);
                modules[10] = half == 1;
                Blurred blurred = new Blurred(modules, blur);
                for (int i = 0; i < WINDOW * PER_MODULE; i++) {
                    templates[half][symbol][i] = blurred.at(2 + (i + 0.5) / PER_MODULE);
                }
            }
        }
        return templates;
    }

    private static float[] window(float[] line, BarFit fit, int start) {
        float[] window = new float[WINDOW * PER_MODULE];
        for (int i = 0; i < window.length; i++) {
            double sample = Math.clamp(fit.sample(start - 1 + (i + 0.5) / PER_MODULE) - 0.5, 0, line.length - 1.001);
            int left = (int) sample;
            window[i] = (float) (line[left] + (sample - left) * (line[left + 1] - line[left]));
        }
        return window;
    }

    private static double unexplained(float[] window, float[] template) {
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        for (int i = 0; i < window.length; i++) {
            sumA += window[i];
            sumB += template[i];
            sumAa += window[i] * window[i];
            sumBb += template[i] * template[i];
            sumAb += window[i] * template[i];
        }
        int count = window.length;
        double varianceA = sumAa - sumA * sumA / count;
        double varianceB = sumBb - sumB * sumB / count;
        double covariance = sumAb - sumA * sumB / count;
        if (varianceA < 1e-9 || varianceB < 1e-9 || covariance <= 0) {
            return 1;
        }
        return 1 - covariance * covariance / (varianceA * varianceB);
    }
}
