package dev.tandem.dispatch;

import dev.tandem.commons.Environment;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.commons.http.ForbiddenException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.idempotency.FirstAnswers;
import dev.tandem.commons.idempotency.IdempotencyTable;
import dev.tandem.dispatch.place.Zone;
import dev.tandem.dispatch.place.Zones;
import dev.tandem.dispatch.store.DynamoSky;
import dev.tandem.dispatch.store.DynamoZoneBook;
import dev.tandem.dispatch.store.LogTable;
import dev.tandem.dispatch.weather.WeatherDesk;
import java.time.Clock;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the handlers of this module read the same way. */
final class Door {
    static final String COURIERS = "couriers";
    static final String OPERATIONS = "operations";
    private static final Pattern COURIER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final Pattern ID = Pattern.compile("[0-9A-Z]{26}");

    private Door() {}

    static boolean isCourierId(String id) {
        return COURIER.matcher(id).matches();
    }

    /** The courier of the path: the caller, a member of the group of couriers; operations may act for one. */
    static String courier(ApiRequest request) {
        String subject = request.requireSubject();
        String courierId = request.pathParameter("courierId");
        if (!isCourierId(courierId)) {
            throw new BadRequestException("PARAMETER_INVALID", "courierId takes 1 to 64 letters, digits and ._-.");
        }
        if (request.hasGroup(OPERATIONS)) {
            return courierId;
        }
        request.requireGroup(COURIERS);
        if (!subject.equals(courierId)) {
            throw new ForbiddenException("NOT_YOU", "The courier of the path is not the one of the token.");
        }
        return courierId;
    }

    static String deliveryId(ApiRequest request) {
        String id = request.pathParameter("deliveryId");
        if (!ID.matcher(id).matches()) {
            throw new NotFoundException("DELIVERY_NOT_FOUND", "There is no such delivery of yours.");
        }
        return id;
    }

    static String zoneId(ApiRequest request) {
        String zone = request.pathParameter("zone");
        if (!Zone.isZoneId(zone)) {
            throw new BadRequestException("PARAMETER_INVALID", "zone takes 1 to 32 small letters, digits and -.");
        }
        return zone;
    }

    static Zones zones(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        return new Zones(new DynamoZoneBook(environment, dynamoDb)::zones, clock);
    }

    static WeatherDesk weather(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        DynamoZoneBook zones = new DynamoZoneBook(environment, dynamoDb);
        LogTable log = new LogTable(dynamoDb, environment.require("DISPATCH_LOG_TABLE"));
        return new WeatherDesk(new Zones(zones::zones, clock), new DynamoSky(zones, log), clock);
    }

    static FirstAnswers answers(Environment environment, DynamoDbClient dynamoDb, Clock clock) {
        return new FirstAnswers(new IdempotencyTable(dynamoDb, environment.require("IDEMPOTENCY_TABLE"), clock));
    }
}
