package dev.tandem.forecast.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The form in which a group's history is kept: gzip around columns of packed numbers. About ten bytes a sale line, most of them its identity;
 * versions are numbers into a table, as whole files share one.
 */
public final class HistoryFile {
    private static final int MAGIC = 0x54484953;
    private static final int FORMAT = 1;
    private static final int MOST = 1 << 28;
    private static final int DATED = 1;
    private static final int WHOLE_VALUES = 2;
    private static final int NO_EXTRAS = 4;
    private static final int EXTRAS_ARE_DAYS = 8;

    private HistoryFile() {}

    public static byte[] write(GroupHistory history) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(1 << 16);
        try (DataOutputStream out = new DataOutputStream(new Fast(bytes))) {
            Map<Long, Integer> versions = new LinkedHashMap<>();
            history.tracks().values().forEach(track -> {
                for (int row = 0; row < track.size(); row++) {
                    versions.putIfAbsent(track.version(row), versions.size());
                }
            });
            history.words().values().forEach(word -> versions.putIfAbsent(word.version(), versions.size()));
            out.writeInt(MAGIC);
            out.writeInt(FORMAT);
            Packed.write(out, versions.size());
            for (long version : versions.keySet()) {
                out.writeLong(version);
            }
            Packed.write(out, history.tracks().size());
            for (Map.Entry<TrackKey, Track> entry : history.tracks().entrySet()) {
                write(out, entry.getKey());
                write(out, entry.getValue(), versions);
            }
            Packed.write(out, history.words().size());
            for (Map.Entry<TrackKey, GroupHistory.Word> entry : history.words().entrySet()) {
                write(out, entry.getKey());
                out.writeUTF(entry.getValue().text());
                Packed.write(out, number(versions, entry.getValue().version()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @throws UncheckedIOException when the bytes are not of this format or damaged */
    public static GroupHistory read(byte[] file) {
        try (DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(
                new GZIPInputStream(new ByteArrayInputStream(file), 1 << 13), 1 << 14))) {
            if (in.readInt() != MAGIC || in.readInt() != FORMAT) {
                throw new IOException("Not a history of format " + FORMAT);
            }
            long[] versions = new long[Packed.readCount(in, MOST)];
            for (int i = 0; i < versions.length; i++) {
                versions[i] = in.readLong();
            }
            NavigableMap<TrackKey, Track> tracks = new TreeMap<>();
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                tracks.put(key(in), track(in, versions));
            }
            NavigableMap<TrackKey, GroupHistory.Word> words = new TreeMap<>();
            for (int left = Packed.readCount(in, MOST); left > 0; left--) {
                words.put(
                        key(in),
                        new GroupHistory.Word(in.readUTF(), versions[Packed.readCount(in, versions.length - 1)]));
            }
            return new GroupHistory(tracks, words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Map<Long, Integer> versions, long version) {
        Integer number = versions.get(version);
        if (number == null) {
            throw new IllegalStateException("A version that was not counted");
        }
        return number;
    }

    private static void write(DataOutputStream out, TrackKey key) throws IOException {
        out.writeUTF(key.sku());
        out.writeUTF(key.location());
        out.writeUTF(key.name());
    }

    private static TrackKey key(DataInputStream in) throws IOException {
        return new TrackKey(in.readUTF(), in.readUTF(), in.readUTF());
    }

    private static void write(DataOutputStream out, Track track, Map<Long, Integer> versions) throws IOException {
        int rows = track.size();
        boolean dated = true;
        boolean whole = true;
        boolean bare = true;
        boolean known = true;
        for (int row = 0; row < rows; row++) {
            dated &= track.id(row) == track.day(row);
            whole &= track.value(row) == Math.rint(track.value(row)) && Math.abs(track.value(row)) < 1e15;
            bare &= Double.isNaN(track.extra(row));
            known &= track.extra(row) == Math.rint(track.extra(row)) && Math.abs(track.extra(row)) < 1e9;
        }
        Packed.write(out, rows);
        out.writeByte((dated ? DATED : 0)
                | (whole ? WHOLE_VALUES : 0)
                | (bare ? NO_EXTRAS : 0)
                | (known && !bare ? EXTRAS_ARE_DAYS : 0));
        int day = 0;
        for (int row = 0; row < rows; row++) {
            if (!dated) {
                out.writeLong(track.id(row));
            }
            Packed.write(out, track.day(row) - (long) day);
            day = track.day(row);
        }
        for (int row = 0; row < rows; row++) {
            if (whole) {
                Packed.write(out, (long) track.value(row));
            } else {
                out.writeDouble(track.value(row));
            }
        }
        for (int row = 0; row < rows && !bare; row++) {
            if (known) {
                Packed.write(out, (long) track.extra(row) - track.day(row));
            } else {
                out.writeFloat((float) track.extra(row));
            }
        }
        for (int row = 0; row < rows; row++) {
            Packed.write(out, number(versions, track.version(row)));
        }
    }

    private static Track track(DataInputStream in, long[] versionTable) throws IOException {
        int rows = Packed.readCount(in, MOST);
        int form = in.readByte();
        long[] ids = new long[rows];
        int[] days = new int[rows];
        double[] values = new double[rows];
        double[] extras = new double[rows];
        long[] versions = new long[rows];
        int day = 0;
        for (int row = 0; row < rows; row++) {
            long id = (form & DATED) == 0 ? in.readLong() : 0;
            day += (int) Packed.read(in);
            days[row] = day;
            ids[row] = (form & DATED) == 0 ? id : day;
        }
        for (int row = 0; row < rows; row++) {
            values[row] = (form & WHOLE_VALUES) != 0 ? Packed.read(in) : in.readDouble();
        }
        for (int row = 0; row < rows; row++) {
            extras[row] = (form & NO_EXTRAS) != 0
                    ? Double.NaN
                    : (form & EXTRAS_ARE_DAYS) != 0 ? Packed.read(in) + days[row] : in.readFloat();
        }
        for (int row = 0; row < rows; row++) {
            versions[row] = versionTable[Packed.readCount(in, versionTable.length - 1)];
        }
        return new Track(ids, days, values, extras, versions);
    }

    /** The lightest deflation: a refresh writes far more than anybody reads. */
    private static final class Fast extends GZIPOutputStream {
        Fast(ByteArrayOutputStream out) throws IOException {
            super(out, 1 << 13);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }
}
