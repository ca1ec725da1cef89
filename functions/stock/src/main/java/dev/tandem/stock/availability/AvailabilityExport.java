package dev.tandem.stock.availability;

import dev.tandem.commons.drops.Parallel;
import dev.tandem.stock.Fulfilment;
import dev.tandem.stock.Location;
import dev.tandem.stock.LocationDetails;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import java.util.zip.CheckedOutputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Writes the availability file. Packed with gzip; unpacked, big-endian: {@code TAVL}, version (int, {@value #VERSION}), as of (long,
 * milliseconds of the epoch); number of SKUs (int), each as length in bytes (unsigned short) and UTF-8, ascending; number of locations
 * (int), each as id (like a SKU), latitude and longitude in degrees (double), flags (byte: 1 a store, 2 pickup, 4 delivery); for each
 * location one bit for each SKU that can be promised there (longs; SKU i is bit i mod 64 of long i / 64); CRC-32C of all bytes before
 * (int).
 */
public final class AvailabilityExport {
    /** One object, overwritten whole: readers see the old file or the new one. */
    public static final String KEY = "availability/current.bin.gz";

    static final int MAGIC = 0x5441564C;
    static final int VERSION = 1;
    private static final int SEGMENTS = 8;

    /** A part of all positions. */
    @FunctionalInterface
    public interface Positions {
        void forEach(int segment, int segments, Each each);

        /** One position. */
        @FunctionalInterface
        interface Each {
            void accept(String sku, String location, long available);
        }
    }

    /** @param bytes of the file as stored */
    public record Result(Instant asOf, int skus, int locations, long bytes) {}

    private final Positions positions;
    private final Supplier<List<Location>> locations;
    private final BiConsumer<String, byte[]> put;
    private final Clock clock;

    public AvailabilityExport(
            Positions positions, Supplier<List<Location>> locations, BiConsumer<String, byte[]> put, Clock clock) {
        this.positions = positions;
        this.locations = locations;
        this.put = put;
        this.clock = clock;
    }

    /**
     * Reads all positions and writes the file. It is written also when nothing has changed, for its time says that this is so; whether
     * anything has changed is not known without reading.
     */
    public Result run() {
        Instant asOf = clock.instant();
        List<Location> places = locations.get();
        AvailableAt available =
                new AvailableAt(places.stream().map(Location::locationId).toList());
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < SEGMENTS; i++) {
            int segment = i;
            work.add(() -> {
                positions.forEach(segment, SEGMENTS, available::add);
                return segment;
            });
        }
        try (Parallel parallel = new Parallel(SEGMENTS)) {
            parallel.all(work);
        }
        String[] skus = available.skus();
        byte[] file = write(asOf, skus, places, available);
        put.accept(KEY, file);
        return new Result(asOf, skus.length, places.size(), file.length);
    }

    private static byte[] write(Instant asOf, String[] skus, List<Location> places, AvailableAt available) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        CRC32C sum = new CRC32C();
        try (DataOutputStream out =
                new DataOutputStream(new CheckedOutputStream(new GZIPOutputStream(packed, 1 << 16), sum))) {
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(asOf.toEpochMilli());
            out.writeInt(skus.length);
            for (String sku : skus) {
                out.writeUTF(sku);
            }
            out.writeInt(places.size());
            for (Location place : places) {
                out.writeUTF(place.locationId());
                out.writeDouble(place.details().lat());
                out.writeDouble(place.details().lon());
                out.writeByte(flags(place));
            }
            for (long[] bits : (Iterable<long[]>) available.byLocation(skus)::iterator) {
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

    private static int flags(Location place) {
        return (place.details().kind() == LocationDetails.Kind.STORE ? 1 : 0)
                | (place.offers(Fulfilment.PICKUP) ? 2 : 0)
                | (place.offers(Fulfilment.DELIVERY) ? 4 : 0);
    }
}
