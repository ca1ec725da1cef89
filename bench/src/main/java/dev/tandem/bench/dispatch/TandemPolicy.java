package dev.tandem.bench.dispatch;

import dev.tandem.bench.dispatch.Policy.OnDuty;
import dev.tandem.dispatch.matching.Courier;
import dev.tandem.dispatch.matching.DispatchSnapshot;
import dev.tandem.dispatch.matching.Matcher;
import dev.tandem.dispatch.matching.Offer;
import dev.tandem.dispatch.matching.Offer.Stop;
import dev.tandem.dispatch.matching.Order;
import dev.tandem.dispatch.matching.Place;
import dev.tandem.dispatch.matching.PlaneTravel;
import dev.tandem.dispatch.matching.ServiceTimes;
import dev.tandem.dispatch.matching.Vehicle;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.matching.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The matcher of production; every offer is accepted at once, as the rules of the instances have it. */
public record TandemPolicy(Weights weights) implements Policy {
    private static final long MILLIS = 60_000;
    private static final double TARGET_MINUTES = 40;
    private static final double PAY_PER_ORDER = 10;

    @Override
    public List<Instruction> decide(Moment moment) {
        List<Instruction> instructions = new ArrayList<>();
        for (Offer offer : Matcher.match(snapshot(moment)).offers()) {
            instructions.add(new Instruction(
                    Integer.parseInt(offer.courierId()),
                    requests(offer, Stop.Kind.PICK_UP),
                    requests(offer, Stop.Kind.DROP_OFF)));
        }
        return instructions;
    }

    private DispatchSnapshot snapshot(Moment moment) {
        Day day = moment.day();
        List<Courier> couriers = new ArrayList<>();
        for (OnDuty rider : moment.riders()) {
            couriers.add(new Courier(
                    Integer.toString(rider.rider()),
                    new Place(rider.x(), rider.y()),
                    millis(rider.freeAt()),
                    millis(rider.off()),
                    Vehicle.CAR,
                    weights.largestBundle(),
                    Double.MAX_VALUE,
                    Double.MAX_VALUE,
                    PAY_PER_ORDER * rider.served(),
                    moment.now() - rider.on(),
                    1));
        }
        List<Order> orders = new ArrayList<>();
        for (int index : moment.waiting()) {
            Day.Request request = day.requests().get(index);
            Day.Shop shop = day.shops().get(request.shop());
            orders.add(new Order(
                    Integer.toString(index),
                    shop.id(),
                    new Place(shop.x(), shop.y()),
                    new Place(request.x(), request.y()),
                    millis(request.placed()),
                    millis(request.ready()),
                    millis(request.placed() + TARGET_MINUTES),
                    0,
                    0,
                    1,
                    Set.of()));
        }
        return new DispatchSnapshot(
                millis(moment.now()),
                couriers,
                orders,
                new PlaneTravel(day.metersPerMinute()),
                Weather.FAIR,
                new ServiceTimes(day.pickUpService(), day.dropOffService()),
                weights);
    }

    private static int[] requests(Offer offer, Stop.Kind kind) {
        return offer.stops().stream()
                .filter(stop -> stop.kind() == kind)
                .mapToInt(stop -> Integer.parseInt(stop.orderId()))
                .toArray();
    }

    private static long millis(double minutes) {
        return Math.round(minutes * MILLIS);
    }
}
