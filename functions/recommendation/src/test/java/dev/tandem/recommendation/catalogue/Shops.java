package dev.tandem.recommendation.catalogue;

import dev.tandem.recommendation.Product;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Listings and availability files for tests. */
public final class Shops {
    public static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");

    private Shops() {}

    public static Listing listing(
            String sku, @Nullable String category, @Nullable Long price, @Nullable String currency) {
        return new Listing(
                new Product(sku, "Name of " + sku, category, null, Set.of(), price, currency, null), null, false, NOW);
    }

    public static Listing discontinued(Listing listing) {
        return new Listing(listing.product(), listing.variantGroup(), true, listing.updatedAt());
    }

    public static AvailabilitySet.Place store(String id, double lat, double lon) {
        return new AvailabilitySet.Place(id, lat, lon, true, true, true);
    }

    /**
     * The bytes that the stock domain would write.
     *
     * @param known SKUs that have a position somewhere
     * @param there what can be promised at each place
     */
    public static byte[] availability(
            Instant asOf, Set<String> known, List<AvailabilitySet.Place> places, Map<String, Set<String>> there) {
        List<String> skus = List.copyOf(new TreeSet<>(known));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        CRC32C sum = new CRC32C();
        try (DataOutputStream out = new DataOutputStream(new CheckedOutputStream(new GZIPOutputStream(packed), sum))) {
            out.writeInt(0x5441564C);
            out.writeInt(1);
            out.writeLong(asOf.toEpochMilli());
            out.writeInt(skus.size());
            for (String sku : skus) {
                out.writeUTF(sku);
            }
            out.writeInt(places.size());
            for (AvailabilitySet.Place place : places) {
                out.writeUTF(place.id());
                out.writeDouble(place.lat());
                out.writeDouble(place.lon());
                out.writeByte((place.store() ? 1 : 0) | (place.pickup() ? 2 : 0) | (place.delivery() ? 4 : 0));
            }
            for (AvailabilitySet.Place place : places) {
                long[] bits = new long[(skus.size() + 63) / 64];
                for (String sku : there.getOrDefault(place.id(), Set.of())) {
                    bits[skus.indexOf(sku) / 64] |= 1L << skus.indexOf(sku) % 64;
                }
                for (long word : bits) {
                    out.writeLong(word);
                }
            }
            out.writeInt((int) sum.getValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return packed.toByteArray();
    }
}
