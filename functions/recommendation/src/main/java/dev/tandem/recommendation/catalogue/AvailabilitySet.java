package dev.tandem.recommendation.catalogue;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import java.util.zip.GZIPInputStream;

/**
 * Which SKU can be promised at which location, as the stock domain exports it; docs/stock.md has the layout.
 *
 * @param asOf when the stock was read
 * @param skus all that have a position anywhere, ascending
 * @param bits for each location: bit i mod 64 of long i / 64 is SKU i
 */
public record AvailabilitySet(Instant asOf, String[] skus, List<Place> places, long[][] bits) {
    /** Where the stock domain puts it. */
    public static final String KEY = "availability/current.bin.gz";

    private static final int MAGIC = 0x5441564C;
    private static final int VERSION = 1;
    private static final int MOST_BYTES = 1 << 30;

    /** @param lat degrees */
    public record Place(String id, double lat, double lon, boolean store, boolean pickup, boolean delivery) {}

    /** Throws {@link IllegalArgumentException} for a file that is damaged, of another kind or of a later version. */
    public static AvailabilitySet read(byte[] file) {
        try (GZIPInputStream packed = new GZIPInputStream(new ByteArrayInputStream(file), 1 << 16)) {
            byte[] bytes = packed.readNBytes(MOST_BYTES);
            if (bytes.length < 28 || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
                throw new IllegalArgumentException("Not an availability file");
            }
            CRC32C sum = new CRC32C();
            sum.update(bytes, 0, bytes.length - 4);
            if ((int) sum.getValue() != ByteBuffer.wrap(bytes).getInt(bytes.length - 4)) {
                throw new IllegalArgumentException("The availability file is damaged: its checksum does not match");
            }
            return read(new DataInputStream(new ByteArrayInputStream(bytes, 4, bytes.length - 8)), bytes.length);
        } catch (IOException e) {
            throw new IllegalArgumentException("The availability file is damaged: " + e.getMessage(), e);
        }
    }

    private static AvailabilitySet read(DataInputStream in, int length) throws IOException {
        int version = in.readInt();
        if (version != VERSION) {
            throw new IllegalArgumentException("Version " + version + " of the availability file is not known here");
        }
        Instant asOf = Instant.ofEpochMilli(in.readLong());
        String[] skus = new String[count(in, length)];
        for (int i = 0; i < skus.length; i++) {
            skus[i] = in.readUTF();
        }
        int size = count(in, length);
        List<Place> places = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            String id = in.readUTF();
            double lat = in.readDouble();
            double lon = in.readDouble();
            int flags = in.readByte();
            places.add(new Place(id, lat, lon, (flags & 1) != 0, (flags & 2) != 0, (flags & 4) != 0));
        }
        long[][] bits = new long[size][(skus.length + 63) >> 6];
        for (long[] row : bits) {
            for (int i = 0; i < row.length; i++) {
                row[i] = in.readLong();
            }
            if ((skus.length & 63) != 0 && row[row.length - 1] >>> skus.length != 0) {
                throw new IllegalArgumentException("The availability file is damaged: it has bits of no SKU");
            }
        }
        if (in.read() != -1) {
            throw new IllegalArgumentException("The availability file is damaged: it is longer than its sections");
        }
        return new AvailabilitySet(asOf, skus, List.copyOf(places), bits);
    }

    private static int count(DataInputStream in, int length) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > length) {
            throw new IllegalArgumentException("The availability file is damaged: a section does not fit");
        }
        return count;
    }
}
