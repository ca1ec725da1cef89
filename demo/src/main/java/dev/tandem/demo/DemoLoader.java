package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Fills a running system with the demo shop: dropped files, three reservations and a policy in force over the HTTP API. */
public final class DemoLoader {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private DemoLoader() {}

    /** What was loaded, in one line for a person. */
    public static String load(Connection connection) throws IOException, InterruptedException {
        try (PartnerDoor door = new PartnerDoor(connection);
                ForecastDoor forecasts = new ForecastDoor(connection);
                HttpClient http = HttpClient.newHttpClient()) {
            Instant start = Instant.now();
            door.drop("locations/demo-locations.jsonl", DemoShop.locationsFile(), "application/x-ndjson");
            door.drop("products/demo-products.csv", DemoShop.productsFile(), "text/csv");
            DemoDemand demand = new DemoDemand(LocalDate.ofInstant(start, ZoneOffset.UTC));
            door.drop("demand-sales/demo-demand.csv", demand.sales(), "text/csv");
            door.drop("demand-prices/demo-prices.csv", demand.prices(), "text/csv");
            door.drop("demand-signals/demo-signals.csv", demand.signals(), "text/csv");
            JsonNode locations = door.awaitReport("locations/demo-locations.jsonl", start, PATIENCE);
            door.drop("stock/demo-stock.csv", DemoShop.stockFile(), "text/csv");
            JsonNode stock = door.awaitReport("stock/demo-stock.csv", start, PATIENCE);
            JsonNode products = door.awaitReport("products/demo-products.csv", start, PATIENCE);
            int reserved = reserve(http, connection);
            byte[] sold = DemoReturns.ordersFile(DemoReturns.subject(connection.shopperToken()), start);
            door.drop("orders/demo-orders.jsonl", sold, "application/x-ndjson");
            door.drop("return-policies/demo-policy.json", DemoReturns.policyFile(), "application/json");
            JsonNode orders = door.awaitReport("orders/demo-orders.jsonl", start, PATIENCE);
            door.awaitReport("return-policies/demo-policy.json", start, PATIENCE);
            activatePolicy(http, connection);
            openSortingCentres(http, connection);
            JsonNode sales = door.awaitReport("demand-sales/demo-demand.csv", start, PATIENCE);
            door.awaitReport("demand-prices/demo-prices.csv", start, PATIENCE);
            door.awaitReport("demand-signals/demo-signals.csv", start, PATIENCE);
            JsonNode refresh = forecasts.refresh(PATIENCE);
            return "Demo shop: locations " + summary(locations) + ", stock positions " + summary(stock)
                    + ", products " + summary(products) + ", "
                    + reserved + " reservations, orders " + summary(orders) + ", return policy "
                    + DemoReturns.POLICY_VERSION + ", " + DemoReturns.SORTING_CENTRES.size()
                    + " sorting centres, demand " + summary(sales) + ", "
                    + refresh.path("done").asInt() + " forecasts, in "
                    + Duration.between(start, Instant.now()).toMillis() / 1000.0 + " s";
        }
    }

    private static int reserve(HttpClient http, Connection connection) throws IOException, InterruptedException {
        List<String> bodies = List.of(
                "{\"lines\":[{\"sku\":\"BABY-0001\",\"quantity\":1}],\"location\":\"auto\",\"near\":{\"lat\":50.11,\"lon\":8.68},"
                        + "\"fulfilment\":\"pickup\",\"holdFor\":\"P1D\"}",
                "{\"lines\":[{\"sku\":\"HOME-0002\",\"quantity\":2},{\"sku\":\"TOYS-0003\",\"quantity\":1}],\"location\":\"auto\","
                        + "\"near\":{\"lat\":50.0,\"lon\":8.27},\"fulfilment\":\"delivery\",\"holdFor\":\"PT2H\"}",
                "{\"lines\":[{\"sku\":\"WEAR-0005\",\"quantity\":3}],\"location\":\"WH-RODGAU\",\"fulfilment\":\"delivery\","
                        + "\"holdFor\":\"PT1H\"}");
        int made = 0;
        for (int i = 0; i < bodies.size(); i++) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(connection.api() + "/v1/reservations"))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + connection.shopperToken())
                            .header("Idempotency-Key", "demo-reservation-" + i)
                            .POST(HttpRequest.BodyPublishers.ofString(bodies.get(i)))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 201) {
                made++;
            } else {
                throw new IOException(
                        "Demo reservation " + i + " was answered " + answer.statusCode() + ": " + answer.body());
            }
        }
        return made;
    }

    private static void activatePolicy(HttpClient http, Connection connection)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(
                                connection.api() + "/v1/return-policies/" + DemoReturns.POLICY_VERSION + "/activate"))
                        .header("Authorization", "Bearer " + connection.staffToken())
                        .header("Idempotency-Key", "demo-policy")
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("The demo policy was not activated: " + answer.statusCode() + " " + answer.body());
        }
    }

    private static void openSortingCentres(HttpClient http, Connection connection)
            throws IOException, InterruptedException {
        for (Map.Entry<String, List<String>> centre : DemoReturns.SORTING_CENTRES.entrySet()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(connection.api() + "/v1/sorting-centres/" + centre.getKey()))
                            .header("Content-Type", "application/json")
                            .header("Authorization", "Bearer " + connection.staffToken())
                            .header("Idempotency-Key", "demo-centre-" + centre.getKey())
                            .PUT(HttpRequest.BodyPublishers.ofString(DemoReturns.sortingCentre(centre.getKey())))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException(
                        "Sorting centre " + centre.getKey() + ": " + answer.statusCode() + " " + answer.body());
            }
        }
    }

    private static String summary(JsonNode report) {
        return report.path("status").asText() + " (" + report.path("applied").asInt() + " of "
                + report.path("rows").asInt() + ")";
    }
}
