package dev.tandem.dispatch.flow;

import dev.tandem.dispatch.courier.Courier;
import dev.tandem.dispatch.courier.Trip;
import dev.tandem.dispatch.delivery.Delivery;
import dev.tandem.dispatch.delivery.DeliveryState;
import dev.tandem.dispatch.matching.Weather;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.policy.DispatchPolicy;
import dev.tandem.dispatch.policy.RoadFactor;
import dev.tandem.dispatch.policy.StreetTravel;
import dev.tandem.dispatch.policy.WeatherKind;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How long ways take: by policy, weather of the moment, and what couriers' legs have taught. */
public final class Roads {
    /** Of a shorter leg the stairs are the most. */
    private static final double SHORTEST_METERS = 300;

    private static final Logger LOG = LoggerFactory.getLogger(Roads.class);

    private final ZoneBook zones;
    private final Lessons lessons;

    /** Where learnt factors are kept, by zone, hour and weather. */
    public interface Lessons {
        RoadFactor factor(String zone, int hour, WeatherKind weather);

        /** Applies a change to what is kept. */
        void learn(String zone, int hour, WeatherKind weather, UnaryOperator<RoadFactor> change);
    }

    /** What holds in a zone now. */
    public record Conditions(DispatchPolicy policy, Weather weather, RoadFactor learnt) {
        public StreetTravel travel() {
            return new StreetTravel(policy, learnt.factor(policy.roadFactor()));
        }
    }

    public Roads(ZoneBook zones, Lessons lessons) {
        this.zones = zones;
        this.lessons = lessons;
    }

    public Conditions in(Zone zone, Instant now) {
        DispatchPolicy policy =
                Optional.ofNullable(zone.policyVersion()).flatMap(zones::policy).orElse(DispatchPolicy.DEFAULT);
        Weather weather = zones.weather(zone.zone(), now.minus(Weather.HOLDS)).orElse(Weather.FAIR);
        return new Conditions(policy, weather, lessons.factor(zone.zone(), hour(zone, now), WeatherKind.of(weather)));
    }

    private static int hour(Zone zone, Instant at) {
        return at.atZone(ZoneId.of(zone.timeZone())).getHour();
    }

    /** Learns from the way to a door that goods have just come to, if it began at a hand-over. A lesson lost costs little. */
    public void learn(Zone zone, Courier before, Delivery delivered) {
        Trip trip = before.trip();
        if (delivered.state() != DeliveryState.DELIVERED
                || trip == null
                || trip.last() == null
                || before.shift() == null) {
            return;
        }
        Instant at = delivered.moments().getLast().at();
        try {
            Conditions now = in(zone, at);
            double meters = trip.last().point().meters(delivered.dropOff().point());
            double service =
                    (now.policy.service().pickUpMinutes() + now.policy.service().dropOffMinutes())
                            / 2
                            * now.weather.serviceFactor();
            double minutes = Duration.between(trip.last().at(), at).toMillis() / 60_000.0 - service;
            double crow = new StreetTravel(now.policy, 1)
                            .minutes(
                                    trip.last().point().place(),
                                    delivered.dropOff().point().place(),
                                    before.shift().vehicle(),
                                    at.toEpochMilli())
                    * now.weather.travelFactor(before.shift().vehicle());
            if (meters >= SHORTEST_METERS && minutes > 0) {
                lessons.learn(
                        zone.zone(),
                        hour(zone, at),
                        WeatherKind.of(now.weather),
                        learnt -> learnt.with(minutes / crow));
            }
        } catch (RuntimeException e) {
            LOG.warn("Not learnt", e);
        }
    }
}
