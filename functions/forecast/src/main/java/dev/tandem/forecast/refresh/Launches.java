package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Track;
import dev.tandem.forecast.history.TrackKey;
import dev.tandem.forecast.retail.DemandSeries;
import dev.tandem.forecast.retail.LaunchProfile;
import dev.tandem.forecast.signal.Launch;
import dev.tandem.forecast.signal.NewProduct;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Products that are new: what others like them sold at their start, and how price and talk moved it. Effects come from the launches of the
 * category ({@link NewProduct}), or from its priors where those say little; what is sold then outweighs them.
 */
final class Launches {
    /** Weeks after the first sale that a launch is remembered with. */
    static final int WEEKS = 13;

    private static final int WEEK = 7;
    /** Talk counts from four weeks before the start to the end of the first week. */
    private static final int DAYS_OF_TALK = 28;
    /** With one other product there is no telling what much talk is. */
    private static final int LEAST_ANALOGUES = 2;

    private static final double LARGEST = 4;

    private final Map<String, List<Launch>> analogues;
    private final Map<String, NewProduct> models = new HashMap<>();

    Launches(Map<String, List<Launch>> analogues) {
        this.analogues = analogues;
    }

    /** What price and talk do to a forecast: factors of each step. */
    record Influence(double[] factors, double price, double talk, int launches) {
        static final Influence NONE = new Influence(new double[] {1}, 1, 1, 0);

        Map<String, Double> drivers(Map<String, Double> alone) {
            if (launches == 0) {
                return alone;
            }
            double all = 1 + Math.abs(price - 1) + Math.abs(talk - 1);
            Map<String, Double> drivers = new LinkedHashMap<>();
            alone.forEach((name, share) -> drivers.put(name, share / all));
            drivers.put(TrackKey.PRICE, Math.abs(price - 1) / all);
            drivers.put(SignalKey.SENTIMENT, Math.abs(talk - 1) / all);
            return drivers;
        }
    }

    /** The start of a product, for those to come; without price and talk it teaches nothing that the profile does not. */
    static Launch launch(SeriesHistory series, int start, double[] weeks) {
        return new Launch(
                Map.of(SignalKey.REGION.text(), series.region()),
                price(series, start),
                talk(series, start),
                Arrays.copyOf(weeks, Math.min(weeks.length, WEEKS)));
    }

    static boolean teaches(Launch launch) {
        return launch.units().length > 0 && (!Double.isNaN(launch.price()) || !Double.isNaN(launch.social()));
    }

    Influence influence(SeriesHistory series, int start, double[] weeks, int horizon) {
        List<Launch> others = analogues.getOrDefault(series.category(), List.of());
        Launch own = launch(series, start, weeks);
        if (others.size() < LEAST_ANALOGUES || Double.isNaN(own.price()) && Double.isNaN(own.social())) {
            return Influence.NONE;
        }
        NewProduct model = models.computeIfAbsent(series.category(), category -> new NewProduct(others));
        double[] plain = mean(model, own, Double.NaN, Double.NaN, horizon);
        double[] priced = mean(model, own, own.price(), Double.NaN, horizon);
        double[] talked = mean(model, own, Double.NaN, own.social(), horizon);
        double[] factors = new double[horizon];
        double price = 0;
        double talk = 0;
        for (int step = 0; step < horizon; step++) {
            double byPrice = ratio(priced[step], plain[step]);
            double byTalk = ratio(talked[step], plain[step]);
            factors[step] = Math.clamp(byPrice * byTalk, 1 / LARGEST, LARGEST);
            price += byPrice / horizon;
            talk += byTalk / horizon;
        }
        return new Influence(factors, price, talk, others.size());
    }

    private static double[] mean(NewProduct model, Launch launch, double price, double social, int horizon) {
        return model.forecast(new Launch(launch.attributes(), price, social, launch.units()), horizon)
                .forecast()
                .mean();
    }

    private static double ratio(double with, double without) {
        return with > 0 && without > 0 ? with / without : 1;
    }

    private static double price(SeriesHistory series, int start) {
        Track prices = series.facts().getOrDefault(TrackKey.PRICE, Track.EMPTY);
        double price = Double.NaN;
        int of = Integer.MIN_VALUE;
        for (int row = 0; row < prices.size(); row++) {
            if (prices.day(row) < start + WEEK && prices.day(row) >= of) {
                of = prices.day(row);
                price = prices.value(row);
            }
        }
        return price;
    }

    private static double talk(SeriesHistory series, int start) {
        Track talk = series.facts().getOrDefault(SignalKey.SENTIMENT, Track.EMPTY);
        // Long before a start, what is said now is all there is.
        int from = Math.min(start, series.asOfDay() + 1) - DAYS_OF_TALK;
        int to = Math.min(start + WEEK - 1, series.asOfDay());
        double sum = 0;
        int count = 0;
        for (int row = 0; row < talk.size(); row++) {
            if (talk.day(row) >= from && talk.day(row) <= to) {
                sum += talk.value(row);
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    /** Which launches a forecast rests on, in words and as figures. */
    static String told(DemandSeries series, LaunchProfile profile, Influence influence, Map<String, Double> figures) {
        List<String> told = new ArrayList<>();
        for (String group : series.groups()) {
            int count = profile.launches().getOrDefault(group, 0);
            figures.put("launches of " + group, (double) count);
            if (count > 0) {
                told.add(count + " of " + group + " ("
                        + String.join(", ", profile.newest().getOrDefault(group, List.of()))
                        + (count
                                        > profile.newest()
                                                .getOrDefault(group, List.of())
                                                .size()
                                ? ", ..."
                                : "") + ")");
            }
        }
        int all = profile.launches().values().stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        figures.put("launches", (double) all);
        if (influence.launches() > 0) {
            figures.put("priceFactor", influence.price());
            figures.put("talkFactor", influence.talk());
        }
        if (all == 0) {
            return "no other product is known";
        }
        return "as " + all + " launches" + (told.isEmpty() ? "" : ", among them " + String.join(" and ", told));
    }
}
