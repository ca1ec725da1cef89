package dev.tandem.forecast.signal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The demand of one SKU at one location with its signals.
 *
 * @param demand units a period, oldest first; NaN where unknown or censored by a stock-out
 * @param firstPeriod number of the first period on a calendar that all series of a pool share, as weeks since an epoch
 * @param seasonLength periods of a year or week, 1 where there is no season
 */
public record SignalSeries(double[] demand, long firstPeriod, int seasonLength, List<Signal> signals) {

    /** @throws IllegalArgumentException for negative demand, a repeated signal, or two price columns */
    public SignalSeries {
        signals = List.copyOf(signals);
        for (double value : demand) {
            if (value < 0) {
                throw new IllegalArgumentException("Demand of " + value);
            }
        }
        if (signals.stream().map(Signal::name).distinct().count() != signals.size()) {
            throw new IllegalArgumentException("Two signals have one name");
        }
        if (signals.stream()
                        .filter(signal -> signal.kind() == Signal.Kind.PRICE)
                        .count()
                > 1) {
            throw new IllegalArgumentException("A series has one price");
        }
    }

    int length() {
        return demand.length;
    }

    Optional<Signal> signal(String name) {
        return signals.stream().filter(signal -> signal.name().equals(name)).findFirst();
    }

    /** The same as it was known after {@code periods} of demand; what was known ahead stays. */
    SignalSeries until(int periods) {
        return new SignalSeries(Arrays.copyOf(demand, periods), firstPeriod, seasonLength, signals);
    }

    /** Its last {@code periods} of demand alone; what was known ahead stays. */
    public SignalSeries last(int periods) {
        int from = demand.length - periods;
        return new SignalSeries(
                Arrays.copyOfRange(demand, from, demand.length),
                firstPeriod + from,
                seasonLength,
                signals.stream()
                        .map(signal -> new Signal(
                                signal.name(),
                                signal.kind(),
                                signal.knowledge(),
                                Arrays.copyOfRange(signal.values(), from, signal.values().length)))
                        .toList());
    }
}
