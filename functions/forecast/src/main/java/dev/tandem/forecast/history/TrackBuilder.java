package dev.tandem.forecast.history;

import java.util.Arrays;

/** Collects rows of a track in the order in which they arrive. */
public final class TrackBuilder {
    private long[] ids;
    private int[] days;
    private double[] values;
    private double[] extras;
    private long[] versions;
    private int size;

    public TrackBuilder(int expected) {
        int room = Math.max(4, expected);
        ids = new long[room];
        days = new int[room];
        values = new double[room];
        extras = new double[room];
        versions = new long[room];
    }

    public void add(long id, int day, double value, double extra, long version) {
        if (size == ids.length) {
            int room = size * 2;
            ids = Arrays.copyOf(ids, room);
            days = Arrays.copyOf(days, room);
            values = Arrays.copyOf(values, room);
            extras = Arrays.copyOf(extras, room);
            versions = Arrays.copyOf(versions, room);
        }
        ids[size] = id;
        days[size] = day;
        values[size] = value;
        extras[size] = extra;
        versions[size] = version;
        size++;
    }

    void add(Track track, int row) {
        add(track.id(row), track.day(row), track.value(row), track.extra(row), track.version(row));
    }

    /** The track, of rows that came in the order of their identities, each once. */
    Track ordered() {
        return new Track(
                Arrays.copyOf(ids, size),
                Arrays.copyOf(days, size),
                Arrays.copyOf(values, size),
                Arrays.copyOf(extras, size),
                Arrays.copyOf(versions, size));
    }

    /** The track, of rows in any order; of those with the same identity the highest version stands, of equal ones the last. */
    public Track build() {
        Integer[] order = new Integer[size];
        Arrays.setAll(order, row -> row);
        // The sort is stable, so that rows of one version stay in the order of their arrival.
        Arrays.sort(
                order,
                (a, b) -> ids[a] != ids[b] ? Long.compare(ids[a], ids[b]) : Long.compare(versions[a], versions[b]));
        TrackBuilder out = new TrackBuilder(size);
        for (int i = 0; i < size; i++) {
            int row = order[i];
            if (i + 1 == size || ids[order[i + 1]] != ids[row]) {
                out.add(ids[row], days[row], values[row], extras[row], versions[row]);
            }
        }
        return out.ordered();
    }
}
