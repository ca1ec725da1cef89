package dev.tandem.returns.photo.tag;

/**
 * Where on a scan line the 95 modules lie.
 *
 * @param start sample at the left edge of the first module (of the last one's right edge when read backwards)
 * @param end sample at the other end; smaller than {@code start} when the code stands on its head
 * @param bend how far the middle is shifted, as a share of the length: perspective
 * @param curl how much the ends are drawn together: tins and bottles, on which modules narrow towards both sides
 * @param correlation with the blurred template, -1 to 1
 */
record BarFit(double start, double end, double bend, double curl, double correlation) {
    private static final double SHORTEST = 0.33;
    /** Modules of white that have to be there on either side: less than the standard's, for tags are cut close. */
    private static final int QUIET = 2;

    /** The sample at a place in modules. */
    double sample(double module) {
        return start + (end - start) * warped(module / Ean13.MODULES, bend, curl);
    }

    private static double warped(double t, double bend, double curl) {
        return t + t * (1 - t) * (4 * bend + curl * (2 * t - 1));
    }

    /** The best fit over all places and widths, forwards and backwards; ends within half a module. */
    static BarFit search(float[] line, Blurred template, double bend, double curl) {
        float[] forwards = template.perModule(Ean13.MODULES, QUIET);
        float[] backwards = new float[forwards.length];
        for (int i = 0; i < forwards.length; i++) {
            backwards[i] = forwards[forwards.length - 1 - i];
        }
        int[] offsets = new int[forwards.length];
        for (int i = 0; i < offsets.length; i++) {
            double t = (i - QUIET + 0.5) / Ean13.MODULES;
            offsets[i] =
                    (int) Math.round(4 * Ean13.MODULES * (t < 0 || t > 1 ? t : warped(t, bend, curl))) + 4 * QUIET - 2;
        }
        int last = offsets[offsets.length - 1];
        BarFit best = new BarFit(0, line.length, bend, curl, -1);
        for (double length = line.length * SHORTEST; length <= line.length; length *= 1.015) {
            // At four samples a module, every place to try is nearly a whole number of samples away.
            double step = length / Ean13.MODULES / 4;
            float[] samples = new float[(int) (line.length / step)];
            for (int i = 0; i < samples.length; i++) {
                double at = Math.clamp((i + 0.5) * step - 0.5, 0, line.length - 1.001);
                int left = (int) at;
                samples[i] = (float) (line[left] + (at - left) * (line[left + 1] - line[left]));
            }
            for (int start = 0; start + last < samples.length; start += 2) {
                double sum = 0;
                double squares = 0;
                float ahead = 0;
                float back = 0;
                for (int i = 0; i < forwards.length; i++) {
                    float value = samples[start + offsets[i]];
                    sum += value;
                    squares += value * value;
                    ahead += value * forwards[i];
                    back += value * backwards[i];
                }
                double deviation = Math.sqrt(Math.max(1e-9, squares - sum * sum / forwards.length));
                double fit = Math.max(ahead, back) / deviation;
                if (fit > best.correlation) {
                    double from = (start + 4 * QUIET - 1.5) * step;
                    best = ahead >= back
                            ? new BarFit(from, from + length, bend, curl, fit)
                            : new BarFit(from + length, from, -bend, curl, fit);
                }
            }
        }
        return best;
    }

    /** The best fit near this one, for a neighbouring line or another template: coordinate descent with halving steps. */
    BarFit refined(float[] line, Blurred template) {
        double module = Math.abs(end - start) / Ean13.MODULES;
        double[] at = {start, end, bend, curl};
        double best = correlation(line, template, start, end, bend, curl, 2);
        double[] step = {module, module, 0.008, 0.04};
        for (int round = 0; round < 7; round++) {
            boolean moved = true;
            for (int turn = 0; moved && turn < 4; turn++) {
                moved = false;
                // The last choice moves both ends together.
                for (int choice = 0; choice < 10; choice++) {
                    double sign = choice % 2 == 0 ? 1 : -1;
                    double[] next = at.clone();
                    switch (choice / 2) {
                        case 0 -> next[0] += sign * step[0];
                        case 1 -> next[1] += sign * step[1];
                        case 2 -> next[2] = Math.clamp(next[2] + sign * step[2], -0.06, 0.06);
                        case 3 -> next[3] = Math.clamp(next[3] + sign * step[3], -0.05, 0.4);
                        default -> {
                            next[0] += sign * step[0];
                            next[1] += sign * step[1];
                        }
                    }
                    double correlation = correlation(line, template, next[0], next[1], next[2], next[3], 2);
                    if (correlation > best) {
                        best = correlation;
                        at = next;
                        moved = true;
                    }
                }
            }
            for (int i = 0; i < 4; i++) {
                step[i] /= 2;
            }
        }
        return new BarFit(at[0], at[1], at[2], at[3], best);
    }

    private static double correlation(
            float[] line, Blurred template, double start, double end, double bend, double curl, int perModule) {
        double sumA = 0;
        double sumB = 0;
        double sumAa = 0;
        double sumBb = 0;
        double sumAb = 0;
        int count = (Ean13.MODULES + 4) * perModule;
        for (int i = 0; i < count; i++) {
            double module = (i + 0.5) / perModule - 2;
            double t = module / Ean13.MODULES;
            double sample = start + (end - start) * (t < 0 || t > 1 ? t : warped(t, bend, curl)) - 0.5;
            int left = (int) Math.floor(sample);
            if (left < 0 || left + 1 >= line.length) {
                // The quiet zone may leave the picture, bars may not.
                if (module >= 0 && module <= Ean13.MODULES) {
                    return -1;
                }
                continue;
            }
            double a = line[left] + (sample - left) * (line[left + 1] - line[left]);
            double b = template.at(module);
            sumA += a;
            sumB += b;
            sumAa += a * a;
            sumBb += b * b;
            sumAb += a * b;
        }
        double varianceA = sumAa - sumA * sumA / count;
        double varianceB = sumBb - sumB * sumB / count;
        return varianceA <= 1e-9 || varianceB <= 1e-9
                ? -1
                : (sumAb - sumA * sumB / count) / Math.sqrt(varianceA * varianceB);
    }
}
