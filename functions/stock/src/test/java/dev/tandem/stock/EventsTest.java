package dev.tandem.stock;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sample events of this module do what they show, on a shop that has what they name. */
class EventsTest {
    private static final String RESERVATION = "01JZ0W6V3Q8Y4T5N2K7M9P1R3S";

    @ParameterizedTest
    @CsvSource({
        "lookup-stock,200",
        "query-stock,200",
        "list-movements,200",
        "reserve-stock,201",
        "get-reservation,200",
        "release-reservation,200",
        "confirm-pickup,200",
        "list-locations,200",
        "put-location,200"
    })
    void aSampleRequestIsServed(String name, int status) throws IOException {
        Shop shop = shop(name);
        Map<String, RequestStreamHandler> handlers = Map.of(
                "lookup-stock", shop.lookup,
                "query-stock", shop.query,
                "list-movements", shop.listMovements,
                "reserve-stock", shop.reserve,
                "get-reservation", shop.getReservation,
                "release-reservation", shop.release,
                "confirm-pickup", shop.confirm,
                "list-locations", shop.listLocations,
                "put-location", shop.putLocation);
        JsonNode answer = Json.tree(Shop.invoke(handlers.get(name), event(name)));
        assertThat(answer.path("statusCode").asInt()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.path("headers").path("X-Correlation-Id").asText()).isEqualTo("sample-0001");
    }

    @Test
    void theSampleOfTheScheduleSweeps() throws IOException {
        JsonNode answer = Json.tree(Shop.invoke(shop("expire").expire, event("expire-reservations")));
        assertThat(answer.toString()).isEqualTo("{\"expired\":0,\"alreadyEnded\":0,\"failed\":0,\"complete\":true}");
    }

    @Test
    void theSampleMessageIsApplied() throws IOException {
        Shop shop = shop("apply");
        JsonNode answer = Json.tree(Shop.invoke(shop.applyMovement, event("apply-stock-movement")));
        assertThat(answer.path("batchItemFailures").size()).isZero();
        assertThat(shop.deadLetters).isEmpty();
        assertThat(shop.balance("WH-GERAU", "BABY-0001").onHand()).isEqualTo(112);
    }

    private static Shop shop(String name) {
        Shop shop = new Shop("Event-" + name + "-");
        shop.locate("FRA-ZEIL", "STORE", 50.1147, 8.6850, "[\"pickup\",\"delivery\"]");
        shop.locate("WH-GERAU", "WAREHOUSE", 49.9214, 8.4818, "[\"delivery\"]");
        shop.stock("FRA-ZEIL", "BABY-0001", 5);
        shop.stock("WH-GERAU", "BABY-0001", 100);
        Environment environment = Environment.of(Map.of(
                "STOCK_TABLE", shop.tables.stock(),
                "MOVEMENT_TABLE", shop.tables.movements(),
                "RESERVATION_TABLE", shop.tables.reservations()));
        Reservation reservation = new Reservation(
                RESERVATION,
                "11111111-1111-4111-8111-111111111111",
                Reservation.Status.ACTIVE,
                Fulfilment.PICKUP,
                List.of(new Reservation.Parcel(
                        "FRA-ZEIL", List.of(new Reservation.Line("BABY-0001", 1L)), null, null, null)),
                shop.clock.instant(),
                shop.clock.instant().plusSeconds(900),
                null,
                "402817",
                0,
                null,
                "sample-0001",
                1);
        assertThat(DynamoReservationBook.of(environment, shop.dynamoDb, shop.clock)
                        .commit(ReservationChange.open(reservation), null))
                .isEqualTo(ReservationBook.Outcome.DONE);
        return shop;
    }

    private static byte[] event(String name) throws IOException {
        return Files.readAllBytes(Path.of(System.getProperty("repositoryRoot"), "events", name + ".json"));
    }
}
