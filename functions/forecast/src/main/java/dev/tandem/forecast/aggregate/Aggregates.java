package dev.tandem.forecast.aggregate;

import dev.tandem.forecast.history.Packed;
import dev.tandem.forecast.model.DemandForecast;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * All that a version tells beside its series: forecasts of the sums, and what makes those of the series add up to them.
 *
 * @param asOfDay the last day known; factors count for forecasts with the same
 * @param computedAt milliseconds of the epoch
 * @param factors for each cell one a week, by which the forecasts of its series are multiplied
 * @param record what was forecast before, by which the next version is judged
 */
public record Aggregates(
        int asOfDay,
        long computedAt,
        SortedMap<Cell, float[]> factors,
        SortedMap<Node, Aggregate> nodes,
        TrackRecord record) {
    public static final Aggregates NONE = new Aggregates(
            Integer.MIN_VALUE, 0, Collections.emptySortedMap(), Collections.emptySortedMap(), TrackRecord.NONE);

    private static final int MAGIC = 0x54464147;
    private static final int FORMAT = 2;
    /** Without a record. */
    private static final int OLD_FORMAT = 1;

    private static final int MOST = 1 << 20;

    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes, 1 << 13))) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            Packed.write(out, asOfDay);
            out.writeLong(computedAt);
            Packed.write(out, factors.size());
            for (Map.Entry<Cell, float[]> entry : factors.entrySet()) {
                out.writeUTF(entry.getKey().category());
                out.writeUTF(entry.getKey().region());
                write(out, entry.getValue());
            }
            Packed.write(out, nodes.size());
            for (Map.Entry<Node, Aggregate> entry : nodes.entrySet()) {
                entry.getKey().write(out);
                Aggregate aggregate = entry.getValue();
                Packed.write(out, aggregate.series());
                out.writeUTF(aggregate.model());
                write(out, aggregate.mean());
                for (float[] row : aggregate.quantiles()) {
                    write(out, row);
                }
            }
            record.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException when the bytes are not of this format or damaged */
    public static Aggregates read(byte[] file) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(file), 1 << 13), 1 << 14))) {
            int magic = in.readInt();
            int format = in.readInt();
            if (magic != MAGIC || format != FORMAT && format != OLD_FORMAT) {
                throw new IOException("Not aggregates of format " + FORMAT);
            }
            int asOfDay = (int) Packed.read(in);
            long computedAt = in.readLong();
            SortedMap<Cell, float[]> factors = new TreeMap<>();
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                factors.put(new Cell(in.readUTF(), in.readUTF()), floats(in));
            }
            SortedMap<Node, Aggregate> nodes = new TreeMap<>();
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                Node node = Node.read(in);
                int series = Packed.readCount(in, Integer.MAX_VALUE);
                String model = in.readUTF();
                float[] mean = floats(in);
                float[][] quantiles = new float[DemandForecast.levelCount()][];
                for (int level = 0; level < quantiles.length; level++) {
                    quantiles[level] = floats(in);
                }
                nodes.put(node, new Aggregate(series, model, mean, quantiles));
            }
            TrackRecord record = format == OLD_FORMAT ? TrackRecord.NONE : TrackRecord.read(in);
            return new Aggregates(asOfDay, computedAt, factors, nodes, record);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(DataOutputStream out, float[] values) throws IOException {
        Packed.write(out, values.length);
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[Packed.readCount(in, MOST)];
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
