package dev.tandem.forecast.aggregate;

import dev.tandem.forecast.history.Packed;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a group of series adds to each cell.
 *
 * @param asOfDay the last day known
 * @param steps weeks ahead
 */
public record GroupSums(int asOfDay, int steps, SortedMap<Cell, CellSums> cells) {
    private static final int MAGIC = 0x54465355;
    private static final int FORMAT = 2;
    private static final int MOST = 1 << 20;

    public GroupSums(int asOfDay, int steps) {
        this(asOfDay, steps, new TreeMap<>());
    }

    public CellSums cell(String category, String region) {
        return cells.computeIfAbsent(new Cell(category, region), cell -> new CellSums(steps));
    }

    /** Gzip around single-precision numbers, a few hundred bytes a cell. */
    public byte[] write() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 14);
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes, 1 << 13) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        })) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            Packed.write(out, asOfDay);
            Packed.write(out, steps);
            Packed.write(out, cells.size());
            for (Map.Entry<Cell, CellSums> entry : cells.entrySet()) {
                out.writeUTF(entry.getKey().category());
                out.writeUTF(entry.getKey().region());
                CellSums sums = entry.getValue();
                Packed.write(out, sums.series);
                for (double[] values : new double[][] {
                    sums.history, sums.mean, sums.deviation, sums.variance, sums.behind, sums.awaited
                }) {
                    for (double value : values) {
                        out.writeFloat((float) value);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException when the bytes are not of this format or damaged */
    public static GroupSums read(byte[] file) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(file), 1 << 13), 1 << 14))) {
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                throw new IOException("Not sums of format " + FORMAT);
            }
            int asOfDay = (int) Packed.read(in);
            int steps = Packed.readCount(in, MOST);
            GroupSums sums = new GroupSums(asOfDay, steps);
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                Cell cell = new Cell(in.readUTF(), in.readUTF());
                int series = Packed.readCount(in, Integer.MAX_VALUE);
                sums.cells.put(
                        cell,
                        new CellSums(
                                series,
                                doubles(in, CellSums.HISTORY),
                                doubles(in, steps),
                                doubles(in, steps),
                                doubles(in, steps),
                                doubles(in, steps),
                                doubles(in, steps)));
            }
            return sums;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double[] doubles(DataInputStream in, int count) throws IOException {
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
