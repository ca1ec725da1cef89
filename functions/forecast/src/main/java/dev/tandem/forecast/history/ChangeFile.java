package dev.tandem.forecast.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one window of a partner's file says, cut by group: a head of fixed size with the end of each group's section, then the sections, each
 * a {@link HistoryFile}. A group's refresh reads the head and its own section by range and nothing else.
 */
public final class ChangeFile {
    private static final int MAGIC = 0x54434847;
    private static final int FIXED = 8;

    private ChangeFile() {}

    /** Collects rows. */
    public static final class Builder {
        private record Place(int group, TrackKey key) {}

        private final Groups groups;
        private final Map<Place, TrackBuilder> tracks = new HashMap<>();
        private final Map<Place, GroupHistory.Word> words = new HashMap<>();

        public Builder(Groups groups) {
            this.groups = groups;
        }

        /** One sale line, or the total of a day when it has neither sale nor line. */
        public void sale(TrackKey key, long identity, int day, double quantity, double unitPrice, long version) {
            track(key).add(identity, day, quantity, (float) unitPrice, version);
        }

        /** A value of a day, and the day on which it was known. */
        public void value(TrackKey key, int day, double value, int knownDay, long version) {
            track(key).add(day, day, value, knownDay, version);
        }

        public void word(TrackKey key, String text, long version) {
            words.put(new Place(groups.of(key.sku()), key), new GroupHistory.Word(text, version));
        }

        private TrackBuilder track(TrackKey key) {
            return tracks.computeIfAbsent(new Place(groups.of(key.sku()), key), place -> new TrackBuilder(4));
        }

        public byte[] build() {
            Map<Integer, GroupHistory> byGroup = new TreeMap<>();
            Map<Integer, TreeMap<TrackKey, Track>> builtTracks = new HashMap<>();
            Map<Integer, TreeMap<TrackKey, GroupHistory.Word>> builtWords = new HashMap<>();
            tracks.forEach((place, builder) -> builtTracks
                    .computeIfAbsent(place.group(), group -> new TreeMap<>())
                    .put(place.key(), builder.build()));
            words.forEach((place, word) -> builtWords
                    .computeIfAbsent(place.group(), group -> new TreeMap<>())
                    .put(place.key(), word));
            for (int group = 0; group <= groups.shared(); group++) {
                TreeMap<TrackKey, Track> own = builtTracks.getOrDefault(group, new TreeMap<>());
                TreeMap<TrackKey, GroupHistory.Word> said = builtWords.getOrDefault(group, new TreeMap<>());
                if (!own.isEmpty() || !said.isEmpty()) {
                    byGroup.put(group, new GroupHistory(own, said));
                }
            }
            return write(groups, byGroup);
        }
    }

    /** Identity of a sale line. */
    public static long identity(String saleId, String saleLine) {
        return Groups.hash(saleId + '\0' + saleLine);
    }

    /** Identity of a row that tells the total of a day. */
    public static long dayIdentity(int day) {
        return Groups.hash("\0day" + day);
    }

    private static byte[] write(Groups groups, Map<Integer, GroupHistory> byGroup) {
        ByteBuffer head = ByteBuffer.allocate(headBytes(groups));
        head.putInt(MAGIC).putInt(groups.count());
        java.io.ByteArrayOutputStream out = new java.io.ByteArrayOutputStream(1 << 16);
        out.writeBytes(head.array());
        for (int group = 0; group <= groups.shared(); group++) {
            GroupHistory section = byGroup.get(group);
            if (section != null) {
                out.writeBytes(HistoryFile.write(section));
            }
            head.putInt(out.size());
        }
        byte[] file = out.toByteArray();
        System.arraycopy(head.array(), 0, file, 0, head.capacity());
        return file;
    }

    /** How many bytes from the beginning are the head. */
    public static int headBytes(Groups groups) {
        return FIXED + (groups.shared() + 1) * Integer.BYTES;
    }

    /**
     * Where a group's section begins and ends.
     *
     * @param head at least {@link #headBytes} from the beginning of the file
     * @return first byte and the one after the last; equal when the group has none
     * @throws UncheckedIOException when the file is of other groups
     */
    public static int[] section(byte[] head, Groups groups, int group) {
        ByteBuffer buffer = ByteBuffer.wrap(head);
        if (buffer.getInt(0) != MAGIC || buffer.getInt(4) != groups.count()) {
            throw new UncheckedIOException(new IOException("Not a change file of " + groups.count() + " groups"));
        }
        int from = group == 0 ? headBytes(groups) : buffer.getInt(FIXED + (group - 1) * Integer.BYTES);
        return new int[] {from, buffer.getInt(FIXED + group * Integer.BYTES)};
    }

    /** The groups that the file has something for. */
    public static BitSet touched(byte[] head, Groups groups) {
        BitSet touched = new BitSet(groups.shared() + 1);
        for (int group = 0; group <= groups.shared(); group++) {
            int[] section = section(head, groups, group);
            touched.set(group, section[1] > section[0]);
        }
        return touched;
    }
}
