package dev.tandem.forecast.signal;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What a group of series knows about the effects of its signals: sums that stay small however many series there are, and that add up, so
 * that every batch of a refresh can contribute its part. Not safe for use by several threads.
 */
public final class PoolStatistics {
    private static final int FORMAT = 1;

    private final SignalLayout layout;
    private final List<SignalLayout.Feature> features;
    /** By number of the block on the shared calendar. */
    private final TreeMap<Long, BlockSums> blocks = new TreeMap<>();

    private final double[] low;
    private final double[] high;

    public PoolStatistics(SignalLayout layout) {
        this.layout = layout;
        features = layout.features();
        low = new double[features.size()];
        high = new double[features.size()];
        Arrays.fill(low, Double.POSITIVE_INFINITY);
        Arrays.fill(high, Double.NEGATIVE_INFINITY);
    }

    /** Adds the whole history of a series. A series that changed later is added to new statistics, not twice to these. */
    public void add(SignalSeries series) {
        Features rows = Features.of(layout, features, series, 0);
        double[] logDemand = Logs.of(series.demand());
        for (int from = 0; from < logDemand.length; ) {
            long block = Math.floorDiv(series.firstPeriod() + from, (long) layout.blockLength());
            long next = (block + 1) * layout.blockLength() - series.firstPeriod();
            int until = (int) Math.min(next, logDemand.length);
            blocks.computeIfAbsent(block, number -> new BlockSums(features.size()))
                    .add(logDemand, rows, from, until);
            from = until;
        }
        for (int t = 0; t < logDemand.length; t++) {
            for (int i = 0; i < low.length; i++) {
                low[i] = Math.min(low[i], rows.row(t)[i]);
                high[i] = Math.max(high[i], rows.row(t)[i]);
            }
        }
    }

    /** @throws IllegalArgumentException when the layouts differ */
    public void add(PoolStatistics other) {
        if (!layout.equals(other.layout)) {
            throw new IllegalArgumentException("Statistics of different signals cannot be added");
        }
        other.blocks.forEach((number, sums) -> blocks.computeIfAbsent(number, absent -> new BlockSums(features.size()))
                .add(sums));
        for (int i = 0; i < low.length; i++) {
            low[i] = Math.min(low[i], other.low[i]);
            high[i] = Math.max(high[i], other.high[i]);
        }
    }

    public SignalLayout layout() {
        return layout;
    }

    NavigableMap<Long, BlockSums> blocks() {
        return blocks;
    }

    /** The sum of all blocks before one. */
    BlockSums before(long block) {
        BlockSums sum = new BlockSums(features.size());
        blocks.headMap(block).values().forEach(sum::add);
        return sum;
    }

    double[] low() {
        return low.clone();
    }

    double[] high() {
        return high.clone();
    }

    /** To keep; the layout is kept by the reader. */
    public byte[] toBytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(FORMAT);
            out.writeInt(features.size());
            write(out, low);
            write(out, high);
            out.writeInt(blocks.size());
            for (var block : blocks.entrySet()) {
                out.writeLong(block.getKey());
                out.writeInt(block.getValue().rows);
                out.writeDouble(block.getValue().square);
                write(out, block.getValue().moment);
                write(out, block.getValue().gram);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws IllegalArgumentException when the bytes are not statistics of this layout */
    public static PoolStatistics fromBytes(SignalLayout layout, byte[] bytes) {
        PoolStatistics statistics = new PoolStatistics(layout);
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            if (in.readInt() != FORMAT || in.readInt() != statistics.features.size()) {
                throw new IllegalArgumentException("No statistics of these signals");
            }
            read(in, statistics.low);
            read(in, statistics.high);
            for (int left = in.readInt(); left > 0; left--) {
                long number = in.readLong();
                BlockSums sums = new BlockSums(statistics.features.size());
                sums.rows = in.readInt();
                sums.square = in.readDouble();
                read(in, sums.moment);
                read(in, sums.gram);
                statistics.blocks.put(number, sums);
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("Statistics end too soon", e);
        }
        return statistics;
    }

    private static void write(DataOutputStream out, double[] values) throws IOException {
        for (double value : values) {
            out.writeDouble(value);
        }
    }

    private static void read(DataInputStream in, double[] values) throws IOException {
        for (int i = 0; i < values.length; i++) {
            values[i] = in.readDouble();
        }
    }
}
