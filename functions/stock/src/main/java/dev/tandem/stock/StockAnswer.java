package dev.tandem.stock;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a lookup answers, as in the contract. */
public final class StockAnswer {
    private StockAnswer() {}

    public record StockItem(String sku, long availableToPromise, StockBand band, List<StockAtLocation> locations) {

        /** The same answer for the same stock at any time: what an ETag stands for. */
        public StockItem withoutAge() {
            return new StockItem(
                    sku,
                    availableToPromise,
                    band,
                    locations.stream().map(StockAtLocation::withoutAge).toList());
        }
    }

    public record StockAtLocation(
            String location,
            @Nullable String name,
            LocationDetails.@Nullable Kind kind,
            @Nullable Double distanceKm,
            long availableToPromise,
            StockBand band,
            long onHand,
            long reserved,
            long buffer,
            @Nullable ShelfPlace place,
            @Nullable Set<Fulfilment> fulfilment,
            @Nullable Instant readyForPickupAt,
            List<InboundPromise> inbound,
            Instant asOf,
            long ageSeconds) {

        StockAtLocation withoutAge() {
            return new StockAtLocation(
                    location,
                    name,
                    kind,
                    distanceKm,
                    availableToPromise,
                    band,
                    onHand,
                    reserved,
                    buffer,
                    place,
                    fulfilment,
                    readyForPickupAt,
                    inbound,
                    asOf,
                    0);
        }
    }

    public record InboundPromise(long quantity, LocalDate expectedOn, long availableToPromise) {}

    public record QueryAnswer(List<StockItem> items, List<String> unknown) {}
}
