package dev.tandem.forecast.retail;

import java.util.List;

/**
 * Steps of the horizon that share one regression, which forecasts their mean directly.
 *
 * @param from first step, 0 is the next period
 * @param to step after the last
 */
record Block(int from, int to) {
    static final List<Block> ALL =
            List.of(new Block(0, 4), new Block(4, 8), new Block(8, 13), new Block(13, 26), new Block(26, 52));

    /** The block of a step; the last one beyond all. */
    static int of(int step) {
        int index = 0;
        while (index < ALL.size() - 1 && step >= ALL.get(index).to) {
            index++;
        }
        return index;
    }
}
