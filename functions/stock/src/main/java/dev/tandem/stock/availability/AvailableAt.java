package dev.tandem.stock.availability;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Which SKUs can be promised at which locations: a row of bits over the locations for each SKU. Many threads may fill it at once. Memory:
 * about 150 bytes and a bit for each location, for each SKU.
 */
final class AvailableAt {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, long[]> locationsBySku = new ConcurrentHashMap<>();
    private final int words;

    /** @param locations their order is the order of the bits; what is somewhere else cannot be promised */
    AvailableAt(List<String> locations) {
        for (String location : locations) {
            numbers.put(location, numbers.size());
        }
        words = words(locations.size());
    }

    /** Takes one position in. A SKU with nothing to promise is known nevertheless. */
    void add(String sku, String location, long available) {
        Integer number = available > 0 ? numbers.get(location) : null;
        locationsBySku.compute(sku, (key, before) -> {
            long[] bits = before == null ? new long[words] : before;
            if (number != null) {
                bits[number >> 6] |= 1L << number;
            }
            return bits;
        });
    }

    /** All SKUs that have a position anywhere, in their order. */
    String[] skus() {
        String[] skus = locationsBySku.keySet().toArray(String[]::new);
        Arrays.sort(skus);
        return skus;
    }

    /** For each location in its order: a bit for each of all SKUs that can be promised there. */
    Stream<long[]> byLocation(String[] skus) {
        long[][] rows = Arrays.stream(skus).map(locationsBySku::get).toArray(long[][]::new);
        return IntStream.range(0, numbers.size()).mapToObj(location -> {
            long[] bits = new long[words(rows.length)];
            for (int sku = 0; sku < rows.length; sku++) {
                bits[sku >> 6] |= (rows[sku][location >> 6] >>> location & 1) << sku;
            }
            return bits;
        });
    }

    private static int words(int bits) {
        return (bits + 63) >> 6;
    }
}
