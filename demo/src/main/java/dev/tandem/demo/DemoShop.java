package dev.tandem.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * A small shop, the same at every start (seed 2026): 300 SKUs of five departments in {@link DemoLocations}. Stores carry about
 * two thirds of the range in small numbers on shelves, warehouses carry all of it on pallets; one position in twelve is sold out,
 * one in ten has more on its way.
 */
public final class DemoShop {
    static final int SEED = 2026;
    static final int SKUS = 300;
    private static final List<String> DEPARTMENTS = List.of("BABY", "HOME", "TOYS", "GARDEN", "WEAR");
    private static final ObjectMapper JSON = new ObjectMapper();

    private DemoShop() {}

    /** SKUs by department, such as {@code BABY-0007}. */
    public static List<String> skus() {
        List<String> skus = new ArrayList<>(SKUS);
        for (int i = 0; i < SKUS; i++) {
            skus.add(String.format(Locale.ROOT, "%s-%04d", DEPARTMENTS.get(i % DEPARTMENTS.size()), i + 1));
        }
        return skus;
    }

    /** The location file: JSON Lines, one location a line, as a partner drops it. */
    public static byte[] locationsFile() {
        StringBuilder lines = new StringBuilder();
        for (DemoLocations.Place place : DemoLocations.ALL) {
            lines.append(locationLine(place)).append('\n');
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String locationLine(DemoLocations.Place place) {
        ObjectNode location = JSON.createObjectNode()
                .put("locationId", place.id())
                .put("name", place.name())
                .put("kind", place.store() ? "STORE" : "WAREHOUSE")
                .put("lat", place.lat())
                .put("lon", place.lon())
                .put("timeZone", "Europe/Berlin")
                .put("preparation", place.preparation())
                .put("lowStockThreshold", place.store() ? 3 : 20)
                .put("region", "rhein-main");
        ArrayNode fulfilment = location.putArray("fulfilment");
        if (place.store()) {
            fulfilment.add("pickup");
        }
        fulfilment.add("delivery");
        ObjectNode week = location.putObject("openingHours");
        for (String day : List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")) {
            week.putArray(day).addObject().put("from", place.opens()).put("to", place.closes());
        }
        try {
            return JSON.writeValueAsString(location);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The product file: CSV, one product a line, as a partner drops it. */
    public static byte[] productsFile() {
        return DemoProducts.file();
    }

    /** The opening stock: one CSV snapshot of all locations, as a partner drops it. */
    public static byte[] stockFile() {
        RandomGenerator random = new Random(SEED);
        StringBuilder csv = new StringBuilder(
                "mode,sequence,location,sku,quantity,buffer,inboundQuantity,inboundExpectedOn,floor,aisle,bay,shelf\n");
        List<String> skus = skus();
        for (DemoLocations.Place place : DemoLocations.ALL) {
            for (int i = 0; i < skus.size(); i++) {
                if (place.store() && random.nextInt(3) == 0) {
                    continue;
                }
                int most = place.store() ? 24 : 400;
                int onHand = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(most);
                boolean inbound = random.nextInt(10) == 0;
                csv.append("snapshot,1,")
                        .append(place.id())
                        .append(',')
                        .append(skus.get(i))
                        .append(',')
                        .append(onHand);
                csv.append(',').append(place.store() && onHand > 2 ? 1 : 0);
                csv.append(',').append(inbound ? Integer.toString(most / 2) : "");
                csv.append(',')
                        .append(inbound ? "2027-01-" + String.format(Locale.ROOT, "%02d", 4 + random.nextInt(20)) : "");
                csv.append(',').append(place.store() ? Integer.toString(i % 3) : "0");
                csv.append(',').append((char) ('A' + i % 12));
                csv.append(',').append(1 + i / 12 % 9);
                csv.append(',').append(1 + i % 5).append('\n');
            }
        }
        return csv.toString().getBytes(StandardCharsets.UTF_8);
    }
}
