package dev.tandem.stock;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.Ids;
import dev.tandem.commons.http.ApiException;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.stock.Allocation.Candidate;
import dev.tandem.stock.Allocation.Share;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Making a reservation: read what is there, choose the locations, sweep expired holds that stand in the way, write. The write holds
 * only if the stock is still there; if not, all is read and chosen again, until it is made, there is not enough, or time is up.
 */
final class StockReservations {
    /** (100 writes of a transaction - reservation - first answer) / (balance, movement, hold). */
    static final int MOST_HOLDS = 32;

    private final StockReader stock;
    private final Locations locations;
    private final ReservationBook book;
    private final ReservationDesk desk;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    StockReservations(StockReader stock, Locations locations, ReservationBook book, Clock clock) {
        this.stock = stock;
        this.locations = locations;
        this.book = book;
        this.desk = new ReservationDesk(book, clock);
        this.clock = clock;
    }

    /** What is missing of a SKU. */
    record Shortage(String sku, long requested, long available) {}

    /**
     * Holds all lines or none.
     *
     * @throws ConflictException {@code INSUFFICIENT_STOCK} with {@code lines}
     * @throws UnprocessableException {@code UNKNOWN_LOCATION}, {@code FULFILMENT_NOT_OFFERED}
     */
    Reservation reserve(
            ReservationRequest request,
            String owner,
            String correlationId,
            ReservationDesk.Answer answer,
            Attempts deadline) {
        Map<String, Long> demand = request.demand();
        List<Location> eligible = eligible(request);
        while (true) {
            Instant now = clock.instant();
            Map<String, List<Position>> positions =
                    Together.map(List.copyOf(demand.keySet()), sku -> stock.positions(sku, now, true));
            List<Candidate> candidates = candidates(request, eligible, positions);
            List<Share> shares = Allocation.choose(demand, candidates, request.allowSplit())
                    .orElseThrow(() -> insufficient(request, demand, candidates));
            sweep(shares, positions, deadline);
            Reservation reservation = reservation(request, owner, correlationId, shares, now);
            ReservationChange change = ReservationChange.open(reservation);
            if (change.postings().size() > MOST_HOLDS) {
                throw new ConflictException(
                        "SPLIT_TOO_FINE", "It can only be served in more than " + MOST_HOLDS + " parts; ask for less.");
            }
            if (ReservationDesk.done(book.commit(change, answer.apply(reservation)), deadline)) {
                return reservation;
            }
        }
    }

    private List<Location> eligible(ReservationRequest request) {
        if (!request.location().equals(Codes.AUTO)) {
            Location location = locations
                    .find(request.location())
                    .orElseThrow(() -> new UnprocessableException(
                            "UNKNOWN_LOCATION", "There is no location " + request.location() + "."));
            if (!location.offers(request.fulfilment())) {
                throw new UnprocessableException(
                        "FULFILMENT_NOT_OFFERED",
                        request.location() + " does not offer "
                                + request.fulfilment().text() + ".");
            }
            return List.of(location);
        }
        Double most = request.maxDistanceKm();
        return locations.all().stream()
                .filter(location -> location.offers(request.fulfilment()))
                .filter(location -> most == null || distance(request, location).orElse(0.0) <= most)
                .toList();
    }

    private static Optional<Double> distance(ReservationRequest request, Location location) {
        return Optional.ofNullable(request.near())
                .map(near ->
                        Availability.round(near.distanceKm(location.details().place())));
    }

    private static List<Candidate> candidates(
            ReservationRequest request, List<Location> eligible, Map<String, List<Position>> positions) {
        Map<String, Map<String, Long>> available = new HashMap<>();
        positions.forEach((sku, places) -> places.forEach(position -> available
                .computeIfAbsent(position.balance().location(), location -> new HashMap<>())
                .put(sku, position.available())));
        return eligible.stream()
                .map(location -> new Candidate(
                        location.locationId(),
                        distance(request, location).orElse(0.0),
                        available.getOrDefault(location.locationId(), Map.of())))
                .toList();
    }

    /** The condition of the write counts expired holds as taken, so those in the way are ended first, each as its own change. */
    private void sweep(List<Share> shares, Map<String, List<Position>> positions, Attempts deadline) {
        Set<String> due = new LinkedHashSet<>();
        for (Share share : shares) {
            share.quantities()
                    .forEach((sku, pieces) -> positions.getOrDefault(sku, List.of()).stream()
                            .filter(position -> position.balance().location().equals(share.location()))
                            .filter(position -> position.balance().available() < pieces)
                            .flatMap(position -> position.expired().stream())
                            .forEach(hold -> due.add(hold.reservationId())));
        }
        due.forEach(reservationId -> desk.expire(reservationId, deadline));
    }

    private Reservation reservation(
            ReservationRequest request, String owner, String correlationId, List<Share> shares, Instant now) {
        Instant createdAt = now.truncatedTo(ChronoUnit.MILLIS);
        // A whole second, rounded up: what the table sorts by and what the caller is told are the same.
        Instant expiresAt = createdAt.plus(request.holdFor()).plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
        List<Reservation.Parcel> parcels = new ArrayList<>();
        for (Share share : shares) {
            List<Reservation.Line> lines = share.quantities().entrySet().stream()
                    .map(line -> new Reservation.Line(line.getKey(), line.getValue()))
                    .toList();
            parcels.add(new Reservation.Parcel(
                    share.location(),
                    lines,
                    request.near() == null ? null : share.distanceKm(),
                    locations
                            .find(share.location())
                            .flatMap(place -> place.readyAt(createdAt))
                            .orElse(null),
                    null));
        }
        return new Reservation(
                Ids.next(createdAt.toEpochMilli(), random),
                owner,
                Reservation.Status.ACTIVE,
                request.fulfilment(),
                parcels,
                createdAt,
                expiresAt,
                null,
                request.fulfilment() == Fulfilment.PICKUP ? String.format("%06d", random.nextInt(1_000_000)) : null,
                0,
                request.reference(),
                correlationId,
                1);
    }

    private static ApiException insufficient(
            ReservationRequest request, Map<String, Long> demand, List<Candidate> candidates) {
        List<Shortage> lines = new ArrayList<>();
        demand.forEach((sku, pieces) -> {
            long available = request.allowSplit()
                    ? candidates.stream()
                            .mapToLong(candidate -> candidate.of(sku))
                            .sum()
                    : candidates.stream()
                            .mapToLong(candidate -> candidate.of(sku))
                            .max()
                            .orElse(0);
            lines.add(new Shortage(sku, pieces, available));
        });
        long missing = lines.stream()
                .filter(line -> line.available() < line.requested())
                .count();
        String detail = missing > 0
                ? "Not enough stock for " + missing + " of " + lines.size() + " lines."
                : "Each line is there, but no single location has them all; allowSplit would take several.";
        return new ConflictException("INSUFFICIENT_STOCK", detail).with("lines", lines);
    }
}
