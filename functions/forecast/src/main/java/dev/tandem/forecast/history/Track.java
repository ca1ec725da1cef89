package dev.tandem.forecast.history;

import java.util.Arrays;

/**
 * Dated values of one thing, each under an identity and in the version that arrived last. Two tracks are merged in linear time, and merging
 * the same rows again changes nothing: that is what makes every step of the refresh repeatable.
 *
 * <p>Columns of equal length, ordered by identity without repeats. A row of {@link TrackKey#SALES} is a sale line: value the quantity, extra
 * the unit price in minor units or NaN. Any other row is a value of a day: extra is the epoch day on which it was known.
 */
public final class Track {
    public static final Track EMPTY = new Track(new long[0], new int[0], new double[0], new double[0], new long[0]);

    private final long[] ids;
    private final int[] days;
    private final double[] values;
    private final double[] extras;
    private final long[] versions;

    Track(long[] ids, int[] days, double[] values, double[] extras, long[] versions) {
        this.ids = ids;
        this.days = days;
        this.values = values;
        this.extras = extras;
        this.versions = versions;
    }

    public int size() {
        return ids.length;
    }

    public long id(int row) {
        return ids[row];
    }

    /** Days since 1970-01-01. */
    public int day(int row) {
        return days[row];
    }

    public double value(int row) {
        return values[row];
    }

    public double extra(int row) {
        return extras[row];
    }

    /** When the row's file was first seen, milliseconds of the epoch. */
    public long version(int row) {
        return versions[row];
    }

    /** The newest day; {@link Integer#MIN_VALUE} without rows. */
    public int lastDay() {
        return Arrays.stream(days).max().orElse(Integer.MIN_VALUE);
    }

    /** The oldest day; {@link Integer#MAX_VALUE} without rows. */
    public int firstDay() {
        return Arrays.stream(days).min().orElse(Integer.MAX_VALUE);
    }

    /**
     * What a merge gave.
     *
     * @param changed whether a row says something else than before
     * @param touched whether a row is of another version; without it the track is the very same
     */
    public record Merged(Track track, boolean changed, boolean touched) {}

    /** This with newer rows: of two rows with the same identity the one of the higher version stands, of equal ones the argument's. */
    public Merged merged(Track newer) {
        TrackBuilder out = new TrackBuilder(size() + newer.size());
        boolean changed = false;
        boolean touched = false;
        int i = 0;
        int j = 0;
        while (i < size() || j < newer.size()) {
            if (j == newer.size() || i < size() && ids[i] < newer.ids[j]) {
                out.add(this, i++);
            } else if (i == size() || newer.ids[j] < ids[i]) {
                out.add(newer, j++);
                changed = true;
            } else {
                boolean stands = newer.versions[j] >= versions[i];
                changed |= stands && !same(i, newer, j);
                touched |= newer.versions[j] > versions[i];
                out.add(stands ? newer : this, stands ? j : i);
                i++;
                j++;
            }
        }
        return changed || touched ? new Merged(out.ordered(), changed, true) : new Merged(this, false, false);
    }

    private boolean same(int row, Track other, int otherRow) {
        return days[row] == other.days[otherRow]
                && Double.compare(values[row], other.values[otherRow]) == 0
                && Double.compare(extras[row], other.extras[otherRow]) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Track track
                && Arrays.equals(ids, track.ids)
                && Arrays.equals(days, track.days)
                && Arrays.equals(values, track.values)
                && Arrays.equals(extras, track.extras)
                && Arrays.equals(versions, track.versions);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids) * 31 + Arrays.hashCode(values);
    }
}
