package dev.tandem.forecast.refresh;

import dev.tandem.forecast.intermittent.OwnHistory;
import dev.tandem.forecast.model.DemandForecast;
import dev.tandem.forecast.model.Forecaster;
import dev.tandem.forecast.signal.Driver;
import dev.tandem.forecast.signal.SignalCombination;
import dev.tandem.forecast.signal.SignalPool;
import dev.tandem.forecast.signal.SignalSeries;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A forecast by week that prices, promotions and signals move as far as they have helped out of sample.
 *
 * @param drivers shares of the units that each part adds or takes away over the horizon
 */
record SignalOutlook(DemandForecast weeks, Map<String, Double> drivers) {
    /** Weeks ahead for which the effects of observed signals are learnt. */
    static final int LEAD = 1;

    static final Forecaster OWN_HISTORY = new OwnHistory();

    /** Fewer weeks of its own say nothing about what a price or the weather does. */
    static final int LEAST_ALONE = 16;

    /** With fewer weeks a series' level is that of the launches before it, whatever its price was. */
    private static final int LEAST_WITH_CATEGORY = 4;

    /**
     * @param alone the forecast without signals, which stands where nothing is known of any or none of them helps
     * @param drivers of that forecast
     */
    static SignalOutlook of(
            SeriesHistory series, SkuEffects effects, DemandForecast alone, Map<String, Double> drivers) {
        if (series.facts().isEmpty()) {
            return new SignalOutlook(alone, drivers);
        }
        SignalSeries signals = WeeklySignals.of(series, SeriesForecaster.WEEKS);
        boolean learnt = effects.pool(signals, series.category()).isPresent();
        long seen = Arrays.stream(signals.demand())
                .filter(value -> !Double.isNaN(value))
                .count();
        if (signals.signals().isEmpty() || seen < (learnt ? LEAST_WITH_CATEGORY : LEAST_ALONE)) {
            return new SignalOutlook(alone, drivers);
        }
        SignalPool pool = effects.poolOrOwn(signals, series.category());
        SignalCombination combined = seen < LEAST_ALONE
                ? SignalCombination.untried(signals, pool, alone)
                : SignalCombination.of(signals, SeriesForecaster.WEEKS, pool, OWN_HISTORY);
        if (combined.weight() == 0) {
            // What none of its signals helps is forecast with what the other series teach.
            Map<String, Double> all = new LinkedHashMap<>(drivers);
            signals.signals().forEach(signal -> all.put(signal.name(), 0.0));
            return new SignalOutlook(alone, all);
        }
        return new SignalOutlook(
                combined.signals().forecast().atLeastZero(),
                shares(combined.signals().drivers()));
    }

    private static Map<String, Double> shares(List<Driver> parts) {
        Map<String, Double> units = new LinkedHashMap<>();
        double all = 0;
        for (Driver part : parts) {
            double sum = 0;
            for (double step : part.units()) {
                sum += Math.abs(step);
            }
            units.merge(part.name(), sum, Double::sum);
            all += sum;
        }
        double total = all;
        units.replaceAll((name, sum) -> total > 0 ? sum / total : 0);
        return units;
    }
}
