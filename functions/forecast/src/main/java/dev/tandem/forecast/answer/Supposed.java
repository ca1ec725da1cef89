package dev.tandem.forecast.answer;

import dev.tandem.forecast.refresh.SeriesForecast;
import dev.tandem.forecast.refresh.SeriesForecaster;
import dev.tandem.forecast.refresh.SeriesHistory;
import dev.tandem.forecast.refresh.SkuEffects;
import dev.tandem.forecast.refresh.WeeklySignals;
import dev.tandem.forecast.signal.Signal;
import dev.tandem.forecast.signal.SignalForecast;
import dev.tandem.forecast.signal.SignalModel;
import dev.tandem.forecast.signal.SignalSeries;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The published forecast as it would be under another price, promotion or signal: the change that the signal model makes in each week, on top of
 * what is published.
 *
 * @param elasticity percent of demand for a percent of price; zero where no price is known
 */
public record Supposed(SeriesForecast forecast, double elasticity) {

    /**
     * @param effects of the signals of the SKU, as the refresh has learnt them
     * @param changes values by name of the signal, for the whole horizon
     * @throws IllegalArgumentException when the series has no such signal, or nothing was sold yet
     */
    public static Supposed of(
            SeriesHistory history, SkuEffects effects, SeriesForecast published, Map<String, Double> changes) {
        SignalSeries series = WeeklySignals.of(history, SeriesForecaster.WEEKS);
        for (String name : changes.keySet()) {
            if (series.signals().stream().map(Signal::name).noneMatch(name::equals)) {
                throw new IllegalArgumentException("Nothing is known about " + name + " of this series in the past.");
            }
        }
        SignalModel model =
                SignalModel.fit(series, SeriesForecaster.WEEKS, effects.poolOrOwn(series, history.category()));
        Map<String, double[]> values = new LinkedHashMap<>();
        changes.forEach((name, value) -> {
            double[] steps = new double[SeriesForecaster.WEEKS];
            Arrays.fill(steps, value);
            values.put(name, steps);
        });
        SignalForecast usual = model.forecast();
        SignalForecast supposed = model.whatIf(values);
        double[] factors = new double[SeriesForecaster.WEEKS];
        for (int step = 0; step < factors.length; step++) {
            double before = usual.forecast().mean()[step];
            factors[step] = before > 0 ? supposed.forecast().mean()[step] / before : 1;
        }
        return new Supposed(published.times(factors), usual.elasticity());
    }
}
