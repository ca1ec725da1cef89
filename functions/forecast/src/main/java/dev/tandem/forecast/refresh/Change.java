package dev.tandem.forecast.refresh;

import java.util.BitSet;

/**
 * A change file that is to be merged.
 *
 * @param id also its place in the order of merging: files by their first arrival, windows in the order of the file
 * @param groups the groups that have not merged it yet
 * @param lastDay the newest day of a sale in it, {@link Integer#MIN_VALUE} when it has none
 */
public record Change(String id, BitSet groups, int lastDay) {
    public Change {
        groups = (BitSet) groups.clone();
    }

    @Override
    public BitSet groups() {
        return (BitSet) groups.clone();
    }

    public static String id(long version, String fileTag, int window) {
        return "%013d-%s-%05d".formatted(version, fileTag, window);
    }
}
