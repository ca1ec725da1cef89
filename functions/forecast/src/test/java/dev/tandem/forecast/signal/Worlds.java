package dev.tandem.forecast.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Demand whose laws are known. */
final class Worlds {
    static final int WEEKS = 110;
    static final int HORIZON = 4;

    private Worlds() {}

    /**
     * Log demand = level - 2 log price + 0.8 promotion + buzz * 0.3 (six weeks later) + noise of 0.2. The signals go on over the horizon.
     */
    static List<SignalSeries> priced(int count, double buzzEffect, Random random) {
        double[] buzz = new double[WEEKS + HORIZON];
        for (int t = 1; t < buzz.length; t++) {
            buzz[t] = 0.5 * buzz[t - 1] + random.nextGaussian();
        }
        List<SignalSeries> series = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double[] price = new double[WEEKS + HORIZON];
            double[] promotion = new double[WEEKS + HORIZON];
            double[] demand = new double[WEEKS];
            double level = 5 + random.nextDouble();
            double regular = 3 + random.nextDouble();
            for (int t = 0; t < price.length; t++) {
                promotion[t] = random.nextDouble() < 0.2 ? 1 : 0;
                price[t] = regular * Math.exp(0.2 * random.nextGaussian());
                if (t < WEEKS) {
                    double heard = t < 6 ? 0 : buzz[t - 6];
                    demand[t] = Math.exp(level
                            - 2 * Math.log(price[t] / regular)
                            + 0.8 * promotion[t]
                            + buzzEffect * heard
                            + 0.2 * random.nextGaussian());
                }
            }
            series.add(new SignalSeries(
                    demand,
                    1000,
                    52,
                    List.of(
                            new Signal("price", Signal.Kind.PRICE, Signal.Knowledge.KNOWN_AHEAD, price),
                            new Signal("deal", Signal.Kind.PROMOTION, Signal.Knowledge.KNOWN_AHEAD, promotion),
                            new Signal("buzz", Signal.Kind.SENTIMENT, Signal.Knowledge.OBSERVED, buzz))));
        }
        return series;
    }

    static PoolStatistics statistics(List<SignalSeries> series) {
        PoolStatistics statistics = new PoolStatistics(SignalLayout.of(series.getFirst(), HORIZON));
        series.forEach(statistics::add);
        return statistics;
    }

    static SignalPool pool(List<SignalSeries> series) {
        SignalPool pool =
                SignalPool.of(java.util.Map.of("all", statistics(series))).get("all");
        ErrorSums errors = new ErrorSums();
        series.forEach(one -> errors.add(one, pool));
        return pool.with(errors);
    }

    /** The same with another future of one signal. */
    static SignalSeries withFuture(SignalSeries series, String name, Random random) {
        List<Signal> signals = series.signals().stream()
                .map(signal -> {
                    if (!signal.name().equals(name)) {
                        return signal;
                    }
                    double[] values = signal.values().clone();
                    for (int t = series.length(); t < values.length; t++) {
                        values[t] = 1 + random.nextDouble();
                    }
                    return new Signal(name, signal.kind(), signal.knowledge(), values);
                })
                .toList();
        return new SignalSeries(series.demand(), series.firstPeriod(), series.seasonLength(), signals);
    }
}
