package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.List;

/**
 * Which columns the series of a pool have and what is made of them. Two statistics can be added only when their layouts are equal.
 *
 * @param columns the signals of the category, in one order for all series; a series may lack some
 * @param seasonLength as in the series
 * @param lead periods ahead for which effects of observed signals are learnt: a delay shorter than this would use what nobody knows yet
 * @param blockLength periods within which the level of a series is taken as constant when effects are learnt: a quarter of a year
 */
public record SignalLayout(List<Column> columns, int seasonLength, int lead, int blockLength) {
    static final String SEASON = "season";
    private static final int DELAYS = 5;
    private static final int HARMONICS = 2;
    /** Without a season there is no quarter: the number of weeks in one. */
    private static final int DEFAULT_BLOCK = 13;

    public record Column(String name, Signal.Kind kind, Signal.Knowledge knowledge) {}

    enum Form {
        VALUE,
        SQUARE,
        DISCOUNT,
        DISCOUNT_SQUARE,
        TIMES_DISCOUNT,
        TIMES_OTHER,
        SINE,
        COSINE
    }

    /**
     * One number that is computed for every period.
     *
     * @param signal whose effect it counts as
     * @param delay periods; negative looks ahead
     * @param other second column of a product, or the harmonic
     * @param candidate features with one number are chosen or left out together
     * @param expected whether it is kept unless the past speaks against it; otherwise the past must speak for it
     */
    record Feature(String signal, int column, Form form, int delay, int other, int candidate, boolean expected) {}

    public SignalLayout {
        columns = List.copyOf(columns);
    }

    public static SignalLayout of(SignalSeries series, int lead) {
        List<Column> columns = series.signals().stream()
                .map(signal -> new Column(signal.name(), signal.kind(), signal.knowledge()))
                .toList();
        int season = series.seasonLength();
        return new SignalLayout(columns, season, lead, season < 8 ? DEFAULT_BLOCK : Math.max(4, season / 4));
    }

    List<Feature> features() {
        List<Feature> features = new ArrayList<>();
        int candidate = 0;
        int price = price();
        for (int column = 0; column < columns.size(); column++) {
            String name = columns.get(column).name();
            int soonest = columns.get(column).knowledge() == Signal.Knowledge.KNOWN_AHEAD ? 0 : lead;
            switch (columns.get(column).kind()) {
                case PRICE -> {
                    features.add(new Feature(name, column, Form.VALUE, 0, 0, candidate, true));
                    features.add(new Feature(name, column, Form.SQUARE, 0, 0, candidate, true));
                    features.add(new Feature(name, column, Form.DISCOUNT, 0, 0, candidate, true));
                    features.add(new Feature(name, column, Form.DISCOUNT_SQUARE, 0, 0, candidate++, true));
                }
                case PROMOTION -> {
                    features.add(new Feature(name, column, Form.VALUE, 0, 0, candidate, true));
                    if (price >= 0) {
                        features.add(new Feature(name, column, Form.TIMES_DISCOUNT, 0, price, candidate, true));
                    }
                    for (int other = 0; other < column; other++) {
                        if (columns.get(other).kind() == Signal.Kind.PROMOTION) {
                            features.add(new Feature(name, column, Form.TIMES_OTHER, 0, other, candidate, true));
                        }
                    }
                    candidate++;
                }
                case COMPETITOR_PRICE, COMPETITOR_PROMOTION ->
                    features.add(new Feature(name, column, Form.VALUE, soonest, 0, candidate++, true));
                case HOLIDAY -> {
                    for (int delay = -1; delay <= 1; delay++) {
                        features.add(new Feature(name, column, Form.VALUE, delay, 0, candidate++, delay == 0));
                    }
                }
                case WEATHER, SENTIMENT, OTHER -> {
                    for (int delay = soonest; delay < soonest + DELAYS; delay++) {
                        features.add(new Feature(name, column, Form.VALUE, delay, 0, candidate++, false));
                    }
                }
            }
        }
        if (seasonLength >= 4) {
            for (int harmonic = 1; harmonic <= HARMONICS; harmonic++, candidate++) {
                features.add(new Feature(SEASON, -1, Form.SINE, 0, harmonic, candidate, false));
                features.add(new Feature(SEASON, -1, Form.COSINE, 0, harmonic, candidate, false));
            }
        }
        return List.copyOf(features);
    }

    /** Index of the price column, or -1. */
    int price() {
        for (int column = 0; column < columns.size(); column++) {
            if (columns.get(column).kind() == Signal.Kind.PRICE) {
                return column;
            }
        }
        return -1;
    }
}
