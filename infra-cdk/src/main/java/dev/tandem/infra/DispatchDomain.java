package dev.tandem.infra;

import static dev.tandem.infra.Grant.read;
import static dev.tandem.infra.Grant.send;
import static dev.tandem.infra.Grant.table;
import static dev.tandem.infra.Grant.write;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Dispatch: deliveries in, couriers on the street, and every few seconds a decision who brings what. */
final class DispatchDomain {
    private static final String NAME = "dispatch";
    private static final String WEATHER_DROPS = "partner-drops/weather/";
    private static final int ONLINE_MEMORY = 1024;
    private static final int ONLINE_TIMEOUT = 15;

    /** A whole vCPU: the decision of a large zone is computing. */
    private static final int MATCH_MEMORY = 1769;

    /** Longer than a lease, so that a slow matcher ends by the fence and not in the middle of a write. */
    private static final int MATCH_TIMEOUT = 20;

    /** Zones that are matched at the same time. */
    private static final int MATCHERS = 20;

    private static final int IMPORT_TIMEOUT = 120;

    /** A day of a large city, twice. */
    private static final int REPLAY_TIMEOUT = 600;

    private DispatchDomain() {}

    static Domain define() {
        return new Domain(
                NAME,
                tables(),
                queues(),
                List.of(new Domain.DropSpec("PartnerBucket", WEATHER_DROPS, "DispatchWeatherQueue")),
                functions(),
                List.of());
    }

    private static List<Domain.TableSpec> tables() {
        Optional<String> forgotten = Optional.of("deleteAt");
        return List.of(
                new Domain.TableSpec("DeliveryTable", Optional.empty(), forgotten, List.of()),
                new Domain.TableSpec("CampusTable", Optional.of("sk"), forgotten, List.of()),
                new Domain.TableSpec("CourierTable", Optional.of("sk"), forgotten, List.of()),
                new Domain.TableSpec("DispatchZoneTable", Optional.of("sk"), forgotten, List.of()),
                new Domain.TableSpec("DispatchLogTable", Optional.of("sk"), forgotten, List.of()));
    }

    private static List<Domain.QueueSpec> queues() {
        return List.of(
                new Domain.QueueSpec("DispatchTickQueue", 30, 3, true),
                new Domain.QueueSpec("DeliveryQueue", 60, 6, true),
                new Domain.QueueSpec("CourierPositionQueue", 60, 3, true),
                new Domain.QueueSpec("WeatherQueue", 60, 5, true),
                new Domain.QueueSpec("DispatchWeatherQueue", IMPORT_TIMEOUT + 60, 5, true),
                new Domain.QueueSpec("DispatchReplayQueue", REPLAY_TIMEOUT + 60, 3, true));
    }

    private static List<FunctionSpec> functions() {
        Grant answers = table("IdempotencyTable", "GetItem", "PutItem");
        Grant deliveries = table("DeliveryTable", "GetItem", "BatchGetItem", "PutItem");
        Grant couriers = table("CourierTable", "GetItem", "BatchGetItem", "PutItem", "DeleteItem");
        Grant zones = table("DispatchZoneTable", "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem");
        Grant log = table("DispatchLogTable", "PutItem");
        Grant zoneReads = table("DispatchZoneTable", "GetItem", "Query");
        // ConditionCheck of the lease; counts and the explanations of a tick.
        Grant matched = table(
                "DispatchZoneTable", "GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem");
        List<FunctionSpec> functions = new ArrayList<>(List.of(
                online("SubmitDelivery", "A shop asks for a courier", deliveries, zones, log, answers),
                online("CancelDelivery", "A shop takes a delivery back", deliveries, couriers, zones, log, answers),
                online("UpdateCourier", "Couriers go on shift and off", deliveries, couriers, zones, log, answers),
                online("PutCourierPosition", "Where a courier is", couriers, zones),
                online("GetOffers", "What a courier is asked", table("CourierTable", "GetItem")),
                online("AnswerOffer", "A courier accepts or declines", deliveries, couriers, zones, log, answers),
                online("ReportTrip", "Picked up, delivered, failed", deliveries, couriers, zones, log, answers),
                online(
                        "GetDispatch",
                        "Deliveries, zones and policies as they are",
                        table("DeliveryTable", "GetItem"),
                        table("CourierTable", "BatchGetItem"),
                        zoneReads),
                online(
                        "UnmannedVehicles",
                        "Trips and stops of unmanned vehicles on a campus",
                        table("CampusTable", "GetItem", "PutItem"),
                        answers),
                online(
                        "ConfigureDispatch",
                        "Operations make zones and policies",
                        table("DispatchZoneTable", "GetItem", "Query", "PutItem"),
                        send("DispatchReplayQueue"),
                        answers)));
        functions.addAll(List.of(
                new FunctionSpec(
                        "MatchDispatch",
                        NAME,
                        "One decision of one zone",
                        MATCH_MEMORY,
                        MATCH_TIMEOUT,
                        new Trigger.Queue("DispatchTickQueue", 1, MATCHERS),
                        List.of(deliveries, couriers, matched, log, send("DispatchTickQueue"))),
                new FunctionSpec(
                        "SweepDispatch",
                        NAME,
                        "Starts the ticks of a minute and tidies what would wait for ever",
                        ONLINE_MEMORY,
                        55,
                        new Trigger.Schedule("SweepDispatchSchedule", "rate(1 minute)", Optional.empty()),
                        List.of(deliveries, couriers, zones, log, send("DispatchTickQueue"))),
                new FunctionSpec(
                        "IngestDeliveries",
                        NAME,
                        "Takes deliveries from other systems in",
                        ONLINE_MEMORY,
                        30,
                        new Trigger.Queue("DeliveryQueue", 5, 10),
                        List.of(deliveries, zones, log)),
                new FunctionSpec(
                        "IngestCourierPositions",
                        NAME,
                        "Takes batches of positions in",
                        ONLINE_MEMORY,
                        30,
                        new Trigger.Queue("CourierPositionQueue", 5, 10),
                        List.of(couriers, zones)),
                new FunctionSpec(
                        "IngestWeather",
                        NAME,
                        "Takes in what it is like in a zone",
                        ONLINE_MEMORY,
                        30,
                        new Trigger.Queue("WeatherQueue", 10, 2),
                        List.of(zones, log)),
                new FunctionSpec(
                        "ImportWeather",
                        NAME,
                        "Takes partners' weather files in",
                        ONLINE_MEMORY,
                        IMPORT_TIMEOUT,
                        new Trigger.Queue("DispatchWeatherQueue", 1, 2),
                        List.of(
                                zones,
                                log,
                                read("PartnerBucket", WEATHER_DROPS),
                                write("PartnerBucket", "rejected/" + WEATHER_DROPS, "reports/" + WEATHER_DROPS))),
                new FunctionSpec(
                        "ReplayDispatch",
                        NAME,
                        "Dispatches a recorded day again by another policy",
                        MATCH_MEMORY,
                        REPLAY_TIMEOUT,
                        new Trigger.Queue("DispatchReplayQueue", 1, 2),
                        List.of(
                                table("DispatchLogTable", "Query"),
                                table("DispatchZoneTable", "GetItem", "Query", "PutItem")))));
        return functions;
    }

    private static FunctionSpec online(String name, String purpose, Grant... grants) {
        return new FunctionSpec(
                name, NAME, purpose, ONLINE_MEMORY, ONLINE_TIMEOUT, new Trigger.Route(), List.of(grants));
    }
}
