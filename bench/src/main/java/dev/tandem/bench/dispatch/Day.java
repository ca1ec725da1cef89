package dev.tandem.bench.dispatch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One instance in the form of the public meal-delivery routing problems: minutes from the day's start, places in metres.
 *
 * @param name of the folder
 * @param metersPerMinute everybody's speed
 * @param pickUpService minutes of a pick-up
 * @param dropOffService minutes of a drop-off
 */
public record Day(
        String name,
        double metersPerMinute,
        double pickUpService,
        double dropOffService,
        List<Shop> shops,
        List<Rider> riders,
        List<Request> requests) {

    /** A restaurant. */
    public record Shop(String id, double x, double y) {}

    /** A courier's shift, from where it starts. */
    public record Rider(String id, double x, double y, double on, double off) {}

    /** An order; {@code shop} is an index. */
    public record Request(String id, double x, double y, double placed, int shop, double ready) {}

    /** Whether the folder holds an instance. */
    public static boolean isIn(Path folder) {
        return Files.isRegularFile(folder.resolve("orders.txt")) && Files.isRegularFile(folder.resolve("couriers.txt"));
    }

    /**
     * Reads the four tab-separated files.
     *
     * @throws IOException when one is missing or a line has not the fields of its header
     */
    public static Day read(Path folder) throws IOException {
        double[] parameters = numbers(rows(folder, "instance_parameters.txt", 7).getFirst(), 0);
        Map<String, Integer> shopIndex = new HashMap<>();
        List<Shop> shops = rows(folder, "restaurants.txt", 3).stream()
                .map(row -> {
                    shopIndex.put(row[0], shopIndex.size());
                    return new Shop(row[0], number(row[1]), number(row[2]));
                })
                .toList();
        List<Rider> riders = rows(folder, "couriers.txt", 5).stream()
                .map(row -> new Rider(row[0], number(row[1]), number(row[2]), number(row[3]), number(row[4])))
                .toList();
        List<Request> requests = rows(folder, "orders.txt", 6).stream()
                .map(row -> new Request(
                        row[0],
                        number(row[1]),
                        number(row[2]),
                        number(row[3]),
                        shopIndex.getOrDefault(row[4], -1),
                        number(row[5])))
                .toList();
        for (Request request : requests) {
            if (request.shop < 0) {
                throw new IOException("Order " + request.id + " of " + folder + " names no restaurant of it");
            }
        }
        return new Day(
                folder.getFileName().toString(), parameters[0], parameters[1], parameters[2], shops, riders, requests);
    }

    private static List<String[]> rows(Path folder, String file, int fields) throws IOException {
        List<String[]> rows = Files.readAllLines(folder.resolve(file)).stream()
                .skip(1)
                .filter(line -> !line.isBlank())
                .map(line -> line.trim().split("\t", -1))
                .toList();
        for (String[] row : rows) {
            if (row.length != fields) {
                throw new IOException(folder.resolve(file) + " has a line of " + row.length + " fields, not " + fields);
            }
        }
        if (rows.isEmpty()) {
            throw new IOException(folder.resolve(file) + " is empty");
        }
        return rows;
    }

    private static double[] numbers(String[] row, int from) {
        double[] numbers = new double[row.length - from];
        for (int i = from; i < row.length; i++) {
            numbers[i - from] = number(row[i]);
        }
        return numbers;
    }

    private static double number(String text) {
        return Double.parseDouble(text.trim());
    }

    /** Whole minutes of a way. */
    public double travel(double fromX, double fromY, double toX, double toY) {
        double dx = fromX - toX;
        double dy = fromY - toY;
        return Math.ceil(Math.sqrt(dx * dx + dy * dy) / metersPerMinute);
    }

    /** The click-to-door time of a request that a rider waits for at the shop and serves alone: nobody can be faster. */
    public double floor(Request request) {
        Shop shop = shops.get(request.shop);
        return request.ready
                - request.placed
                + pickUpService / 2
                + travel(shop.x, shop.y, request.x, request.y)
                + dropOffService / 2;
    }

    /** Seeds 5 to 9 of the public set have some five times the orders of seeds 0 to 4. */
    public boolean busy() {
        return requests.size() > 1_000;
    }
}
