package dev.tandem.stock;

import dev.tandem.stock.StockAnswer.InboundPromise;
import dev.tandem.stock.StockAnswer.StockAtLocation;
import dev.tandem.stock.StockAnswer.StockItem;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be promised of a SKU, where, and from when: positions and locations in, the answer of a lookup out. */
public final class Availability {
    /** A ready time is told for orders up to the end of this slot, so that an answer stays the same for a while. */
    private static final Duration READY_SLOT = Duration.ofMinutes(5);

    private Availability() {}

    /** What the caller asked for; absent things do not restrict. A radius needs a place. */
    public record Query(
            @Nullable GeoPoint near,
            @Nullable Double radiusKm,
            @Nullable Fulfilment fulfilment,
            int limit) {}

    /**
     * One SKU. Nearest first when the caller's place is known, else the most first. A location that nobody has described yet is
     * shown last without distance, unless the caller restricts by distance or fulfilment.
     */
    public static StockItem item(
            String sku, List<Position> positions, Map<String, Location> locations, Query query, Instant now) {
        List<StockAtLocation> places = new ArrayList<>();
        for (Position position : positions) {
            Location location = locations.get(position.balance().location());
            Double distance = location == null || query.near() == null
                    ? null
                    : round(query.near().distanceKm(location.details().place()));
            if (matches(location, distance, query)) {
                places.add(at(position, location, distance, now));
            }
        }
        places.sort(order(query.near() != null));
        long total =
                places.stream().mapToLong(StockAtLocation::availableToPromise).sum();
        StockBand best = places.stream()
                .map(StockAtLocation::band)
                .min(Comparator.naturalOrder())
                .orElse(StockBand.OUT);
        return new StockItem(
                sku, total, best, places.stream().limit(query.limit()).toList());
    }

    private static boolean matches(@Nullable Location location, @Nullable Double distance, Query query) {
        if (query.radiusKm() != null && (distance == null || distance > query.radiusKm())) {
            return false;
        }
        return query.fulfilment() == null || (location != null && location.offers(query.fulfilment()));
    }

    private static Comparator<StockAtLocation> order(boolean byDistance) {
        Comparator<StockAtLocation> first = byDistance
                ? Comparator.comparing(
                        StockAtLocation::distanceKm, Comparator.nullsLast(Comparator.<Double>naturalOrder()))
                : Comparator.comparingLong(StockAtLocation::availableToPromise).reversed();
        return first.thenComparing(StockAtLocation::location);
    }

    private static StockAtLocation at(
            Position position, @Nullable Location location, @Nullable Double distance, Instant now) {
        Balance balance = position.balance();
        long available = Math.max(0, position.available());
        int threshold = location == null
                ? LocationDetails.DEFAULT_LOW_STOCK_THRESHOLD
                : location.details().lowStockThreshold();
        Optional<Instant> ready = location != null && available > 0 && location.offers(Fulfilment.PICKUP)
                ? location.readyAt(endOfSlot(now))
                : Optional.empty();
        ZoneId zone = location == null ? ZoneOffset.UTC : location.details().timeZone();
        return new StockAtLocation(
                balance.location(),
                location == null ? null : location.details().name(),
                location == null ? null : location.details().kind(),
                distance,
                available,
                StockBand.of(available, threshold),
                balance.onHand(),
                position.reserved(),
                balance.buffer(),
                balance.place(),
                location == null ? null : location.details().fulfilment(),
                ready.orElse(null),
                inbound(position, now.atZone(zone).toLocalDate()),
                balance.updatedAt(),
                Math.max(0, Duration.between(balance.updatedAt(), now).toSeconds()));
    }

    /** What can be promised from each day on which more is expected; what should have come before today is not counted. */
    static List<InboundPromise> inbound(Position position, LocalDate today) {
        List<InboundPromise> promises = new ArrayList<>();
        long running = position.available();
        List<Inbound> ahead = position.balance().inbound().stream()
                .filter(inbound -> !inbound.expectedOn().isBefore(today))
                .sorted(Comparator.comparing(Inbound::expectedOn))
                .toList();
        for (Inbound inbound : ahead) {
            running += inbound.quantity();
            promises.add(new InboundPromise(inbound.quantity(), inbound.expectedOn(), Math.max(0, running)));
        }
        return promises;
    }

    private static Instant endOfSlot(Instant now) {
        long slot = READY_SLOT.toSeconds();
        return Instant.ofEpochSecond(Math.ceilDiv(now.getEpochSecond() + (now.getNano() > 0 ? 1 : 0), slot) * slot);
    }

    /** Ten metres are enough to tell two stores apart. */
    static double round(double km) {
        return Math.round(km * 100) / 100.0;
    }
}
