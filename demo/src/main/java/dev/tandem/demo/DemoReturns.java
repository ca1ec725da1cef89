package dev.tandem.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What the demo shop has sold to the demo shopper, and by which rules it takes things back. */
final class DemoReturns {
    static final String POLICY_VERSION = "demo-1";

    /** The warehouses sort what comes back; by each, what it can make new again. */
    static final Map<String, List<String>> SORTING_CENTRES = Map.of(
            "WH-GERAU", List.of("wear", "home"),
            "WH-RODGAU", List.of("toys", "baby"),
            "WH-BUTZBACH", List.of());

    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoReturns() {}

    /** One line of an order. {@code daysAgo} is when it was delivered; negative for one that is still under way. */
    private record Sold(String orderId, int daysAgo, String sku, String name, String category, int pieces, int price) {}

    /** Something for each way that a return can go. */
    private static final List<Sold> SALES = List.of(
            new Sold("DEMO-1001", 5, "WEAR-0005", "Linen shirt", "wear/shirts", 2, 4990),
            new Sold("DEMO-1002", 5, "BABY-0001", "Bottle teats", "baby/feeding", 3, 890),
            new Sold("DEMO-1003", 45, "HOME-0002", "Desk lamp", "home/lamps", 1, 7900),
            new Sold("DEMO-1004", 45, "TOYS-0003", "Wooden train", "toys/trains", 1, 3450),
            new Sold("DEMO-1005", 3, "HOME-0007", "Engraved sign", "custom/signs", 1, 2500),
            new Sold("DEMO-1006", 2, "WEAR-0010", "Pair of socks", "wear/socks", 4, 590),
            new Sold("DEMO-1007", -1, "GARDEN-0004", "Watering can", "garden", 1, 1990),
            new Sold("DEMO-1008", 4, "HOME-0012", "Espresso machine", "home/kitchen", 1, 129_900));

    /** The order file: JSON Lines, one order a line, as a shop drops it. */
    static byte[] ordersFile(String shopperId, Instant now) throws IOException {
        StringBuilder lines = new StringBuilder();
        Instant noon = now.truncatedTo(ChronoUnit.DAYS);
        for (Sold sold : SALES) {
            Instant delivered = noon.minus(Duration.ofDays(Math.max(sold.daysAgo(), 0)));
            ObjectNode order = JSON.createObjectNode()
                    .put("orderId", sold.orderId())
                    .put("shopperId", shopperId)
                    .put("region", "DE")
                    .put("salesChannel", "online")
                    .put("currency", "EUR")
                    .put("orderedAt", delivered.minus(Duration.ofDays(3)).toString())
                    .put("updatedAt", noon.toString());
            if (sold.daysAgo() >= 0) {
                order.put("deliveredAt", delivered.toString());
            }
            order.putArray("lines")
                    .addObject()
                    .put("lineId", "1")
                    .put("sku", sold.sku())
                    .put("name", sold.name())
                    .put("category", sold.category())
                    .put("quantity", sold.pieces())
                    .put("unitPriceMinor", sold.price());
            lines.append(JSON.writeValueAsString(order)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The rules that come with the system, under a name of their own. */
    static byte[] policyFile() throws IOException {
        try (InputStream in = DemoReturns.class.getResourceAsStream("/dev/tandem/returns/policy/default-policy.json")) {
            if (in == null) {
                throw new IOException("The built-in policy is not on the class path");
            }
            ObjectNode policy = (ObjectNode) JSON.readTree(in);
            policy.put("version", POLICY_VERSION).put("title", "The demo shop's rules");
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(policy);
        }
    }

    /** What {@code PUT /v1/sorting-centres/{id}} takes for one of them. */
    static String sortingCentre(String warehouse) {
        DemoLocations.Place place = DemoLocations.ALL.stream()
                .filter(each -> each.id().equals(warehouse))
                .findFirst()
                .orElseThrow();
        ObjectNode centre = JSON.createObjectNode().put("location", warehouse).put("dailyCapacity", 200);
        centre.putObject("position").put("latitude", place.lat()).put("longitude", place.lon());
        SORTING_CENTRES.getOrDefault(warehouse, List.of()).forEach(centre.putArray("refurbishes")::add);
        return centre.toString();
    }

    /** The subject of a token. It is not verified: the system does that. */
    static String subject(String token) throws IOException {
        JsonNode claims = JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
        return claims.path("sub").asText();
    }
}
