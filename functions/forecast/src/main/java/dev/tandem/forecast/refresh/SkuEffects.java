package dev.tandem.forecast.refresh;

import dev.tandem.forecast.signal.CategoryPools;
import dev.tandem.forecast.signal.SignalPool;
import dev.tandem.forecast.signal.SignalSeries;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What prices, promotions and signals do to one SKU: what its locations say together, drawn to what was learnt of their category. Learnt when it is
 * first asked for, as most SKUs of a refresh have no signals.
 */
public final class SkuEffects {
    private final CategoryPools pools;
    private final List<SeriesHistory> locations;
    private final Map<String, SignalPool> byCategory = new HashMap<>();

    /** @param locations the SKU at all its locations */
    public SkuEffects(CategoryPools pools, List<SeriesHistory> locations) {
        this.pools = pools;
        this.locations = locations;
    }

    /** Empty where nothing was learnt of all signals that the series has. */
    Optional<SignalPool> pool(SignalSeries series, String category) {
        return pools.knows(series) ? Optional.of(byCategory.computeIfAbsent(category, this::learn)) : Optional.empty();
    }

    /** What the series says alone, where nothing else was learnt. */
    public SignalPool poolOrOwn(SignalSeries series, String category) {
        return pool(series, category).orElseGet(() -> SignalPool.of(series, SignalOutlook.LEAD));
    }

    private SignalPool learn(String category) {
        List<SignalSeries> all = locations.stream()
                .filter(location -> !location.demand().isEmpty())
                .map(location -> WeeklySignals.of(location, 0))
                .toList();
        return pools.of(category).drawnBy(all);
    }
}
