package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.signal.Signal;
import dev.tandem.forecast.signal.SignalSeries;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The facts about a series as columns beside its weeks, the coming ones included where they are planned. */
public final class WeeklySignals {
    private static final int WEEK = 7;
    private static final int WEEKS_OF_A_YEAR = 52;

    private WeeklySignals() {}

    /** Number of the week that ends with the day, on a clock that all series share. */
    static long week(int asOfDay) {
        return Math.floorDiv(asOfDay + 1, WEEK);
    }

    /** @param horizon weeks to look ahead */
    public static SignalSeries of(SeriesHistory series, int horizon) {
        double[] demand = series.demand().weeks();
        int weeks = demand.length + horizon;
        int firstDay = series.asOfDay() + 1 - demand.length * WEEK;
        List<Signal> signals = new ArrayList<>();
        for (Map.Entry<String, Track> fact : series.facts().entrySet()) {
            Signal.Kind kind = kind(fact.getKey());
            boolean ahead = kind == Signal.Kind.PRICE || kind == Signal.Kind.PROMOTION || kind == Signal.Kind.HOLIDAY;
            double[] values =
                    values(fact.getValue(), kind, firstDay, weeks, ahead ? Integer.MAX_VALUE : series.asOfDay());
            if (Arrays.stream(values).anyMatch(value -> !Double.isNaN(value))) {
                signals.add(new Signal(
                        fact.getKey(), kind, ahead ? Signal.Knowledge.KNOWN_AHEAD : Signal.Knowledge.OBSERVED, values));
            }
        }
        return new SignalSeries(demand, week(series.asOfDay()) - demand.length, WEEKS_OF_A_YEAR, signals);
    }

    private static Signal.Kind kind(String name) {
        return switch (name) {
            case TrackKey.PRICE -> Signal.Kind.PRICE;
            case TrackKey.PROMOTION -> Signal.Kind.PROMOTION;
            case SignalKey.COMPETITOR_PRICE -> Signal.Kind.COMPETITOR_PRICE;
            case SignalKey.HOLIDAY -> Signal.Kind.HOLIDAY;
            case SignalKey.WEATHER -> Signal.Kind.WEATHER;
            case SignalKey.SENTIMENT -> Signal.Kind.SENTIMENT;
            default -> Signal.Kind.OTHER;
        };
    }

    /** By week: the mean of its days. A price holds until the next; a day without a promotion or holiday has none. */
    private static double[] values(Track track, Signal.Kind kind, int firstDay, int weeks, int lastDay) {
        boolean price = kind == Signal.Kind.PRICE || kind == Signal.Kind.COMPETITOR_PRICE;
        boolean event = kind == Signal.Kind.PROMOTION || kind == Signal.Kind.HOLIDAY;
        double[] days = new double[weeks * WEEK];
        Arrays.fill(days, event ? 0 : Double.NaN);
        double before = Double.NaN;
        int beforeDay = Integer.MIN_VALUE;
        for (int row = 0; row < track.size(); row++) {
            int day = track.day(row);
            if (day > lastDay) {
                continue;
            }
            if (day >= firstDay && day < firstDay + days.length) {
                days[day - firstDay] = track.value(row);
            } else if (day < firstDay && day > beforeDay) {
                before = track.value(row);
                beforeDay = day;
            }
        }
        for (int day = 0; price && day < days.length; day++) {
            days[day] = Double.isNaN(days[day]) ? before : days[day];
            before = days[day];
        }
        double[] values = new double[weeks];
        for (int week = 0; week < weeks; week++) {
            double sum = 0;
            int known = 0;
            for (int day = week * WEEK; day < (week + 1) * WEEK; day++) {
                if (!Double.isNaN(days[day])) {
                    sum += days[day];
                    known++;
                }
            }
            values[week] = known == 0 ? Double.NaN : sum / known;
        }
        return values;
    }
}
