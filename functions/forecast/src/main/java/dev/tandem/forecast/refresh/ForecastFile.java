package dev.tandem.forecast.refresh;

import dev.tandem.forecast.history.Packed;
import dev.tandem.forecast.model.DemandForecast;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The form in which a group's forecasts are kept: gzip around single-precision numbers, about two kilobytes a series. */
public final class ForecastFile {
    private static final int MAGIC = 0x54464353;
    private static final int FORMAT = 3;
    /** Without regions and categories. */
    private static final int WITHOUT_GROUPS = 2;
    /** Without these and reasons. */
    private static final int FORMER = 1;

    private static final int MOST = 1 << 20;

    private ForecastFile() {}

    public static byte[] write(SortedMap<SeriesKey, SeriesForecast> forecasts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (DataOutputStream out = new DataOutputStream(new GZIPOutputStream(bytes, 1 << 13) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        })) {
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            Packed.write(out, forecasts.size());
            for (Map.Entry<SeriesKey, SeriesForecast> entry : forecasts.entrySet()) {
                out.writeUTF(entry.getKey().sku());
                out.writeUTF(entry.getKey().location());
                SeriesForecast forecast = entry.getValue();
                out.writeLong(forecast.computedAt());
                Packed.write(out, forecast.asOfDay());
                out.writeUTF(forecast.region());
                out.writeUTF(forecast.category());
                out.writeUTF(forecast.stage());
                out.writeUTF(forecast.reason());
                write(out, forecast.evidence());
                write(out, forecast.drivers());
                write(out, forecast.accuracy());
                write(out, forecast.days());
                write(out, forecast.weeks());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException when the bytes are not of this format or damaged */
    public static SortedMap<SeriesKey, SeriesForecast> read(byte[] file) {
        try (DataInputStream in = new DataInputStream(
                new BufferedInputStream(new GZIPInputStream(new ByteArrayInputStream(file), 1 << 13), 1 << 14))) {
            int magic = in.readInt();
            int format = in.readInt();
            if (magic != MAGIC || format < FORMER || format > FORMAT) {
                throw new IOException("Not forecasts of format " + FORMER + " to " + FORMAT);
            }
            SortedMap<SeriesKey, SeriesForecast> forecasts = new TreeMap<>();
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                SeriesKey key = new SeriesKey(in.readUTF(), in.readUTF());
                forecasts.put(
                        key,
                        new SeriesForecast(
                                in.readLong(),
                                (int) Packed.read(in),
                                format <= WITHOUT_GROUPS ? "" : in.readUTF(),
                                format <= WITHOUT_GROUPS ? "" : in.readUTF(),
                                in.readUTF(),
                                format == FORMER ? "" : in.readUTF(),
                                map(in),
                                map(in),
                                map(in),
                                path(in),
                                path(in)));
            }
            return forecasts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(DataOutputStream out, Map<String, Double> map) throws IOException {
        Packed.write(out, map.size());
        for (Map.Entry<String, Double> entry : map.entrySet()) {
            out.writeUTF(entry.getKey());
            out.writeFloat(entry.getValue().floatValue());
        }
    }

    private static Map<String, Double> map(DataInputStream in) throws IOException {
        Map<String, Double> map = new LinkedHashMap<>();
        for (int left = Packed.readCount(in, MOST); left > 0; left--) {
            map.put(in.readUTF(), (double) in.readFloat());
        }
        return map;
    }

    private static void write(DataOutputStream out, Path path) throws IOException {
        Packed.write(out, path.stepDays());
        out.writeUTF(path.model());
        Packed.write(out, path.steps());
        write(out, path.mean());
        for (float[] row : path.quantiles()) {
            write(out, row);
        }
    }

    private static void write(DataOutputStream out, float[] values) throws IOException {
        for (float value : values) {
            out.writeFloat(value);
        }
    }

    private static Path path(DataInputStream in) throws IOException {
        int stepDays = (int) Packed.read(in);
        String model = in.readUTF();
        int steps = Packed.readCount(in, MOST);
        float[] mean = floats(in, steps);
        float[][] quantiles = new float[DemandForecast.levelCount()][];
        for (int level = 0; level < quantiles.length; level++) {
            quantiles[level] = floats(in, steps);
        }
        return new Path(stepDays, model, mean, quantiles);
    }

    private static float[] floats(DataInputStream in, int count) throws IOException {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = in.readFloat();
        }
        return values;
    }
}
