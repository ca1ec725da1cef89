package dev.tandem.forecast.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in whatever order, however often: each row counts once and the last word stands. */
class HistoryPropertyTest {
    private static final Groups GROUPS = new Groups(8);

    private static byte[] change(Random random, long version) {
        ChangeFile.Builder builder = new ChangeFile.Builder(GROUPS);
        for (int i = random.nextInt(60); i >= 0; i--) {
            String sku = "SKU-" + random.nextInt(12);
            String location = random.nextBoolean() ? "NORTH" : "SOUTH";
            int day = 20_000 + random.nextInt(30);
            switch (random.nextInt(4)) {
                case 0 ->
                    builder.value(
                            new TrackKey(sku, "", "sentiment"),
                            day,
                            random.nextGaussian(),
                            day - random.nextInt(3),
                            version);
                case 1 -> builder.word(new TrackKey(sku, location, "region"), "R" + random.nextInt(3), version);
                case 2 ->
                    builder.value(
                            new TrackKey("region:" + location, "", "weather"), day, random.nextInt(40), day, version);
                default ->
                    builder.sale(
                            new TrackKey(sku, location, TrackKey.SALES),
                            ChangeFile.identity("S" + random.nextInt(20), "1"),
                            day,
                            random.nextInt(9) - 2,
                            random.nextBoolean() ? Double.NaN : random.nextInt(5000),
                            version);
            }
        }
        return builder.build();
    }

    private static GroupHistory section(byte[] file, int group) {
        int[] section = ChangeFile.section(file, GROUPS, group);
        assertThat(ChangeFile.touched(file, GROUPS).get(group)).isEqualTo(section[1] > section[0]);
        return section[0] == section[1]
                ? GroupHistory.EMPTY
                : HistoryFile.read(java.util.Arrays.copyOfRange(file, section[0], section[1]));
    }

    private static void same(GroupHistory one, GroupHistory other) {
        assertThat(one.tracks()).isEqualTo(other.tracks());
        assertThat(one.words()).isEqualTo(other.words());
    }

    @Test
    void theOrderOfArrivalAndRepeatsDoNotMatter() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            List<byte[]> files = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                files.add(change(random, 1000 + i));
            }
            for (int group = 0; group <= GROUPS.shared(); group++) {
                GroupHistory straight = GroupHistory.EMPTY;
                for (byte[] file : files) {
                    straight = straight.merged(section(file, group)).history();
                }
                List<byte[]> shuffled = new ArrayList<>(files);
                shuffled.addAll(files.subList(2, 5));
                Collections.shuffle(shuffled, random);
                GroupHistory other = GroupHistory.EMPTY;
                for (byte[] file : shuffled) {
                    other = other.merged(section(file, group)).history();
                    other = HistoryFile.read(HistoryFile.write(other));
                }
                // A row said twice with the same words keeps the version that said it first; what it says is the same.
                same(said(other), said(straight));
                GroupHistory.Merge again = straight.merged(section(files.get(3), group));
                assertThat(again.changed()).isEmpty();
            }
        }
    }

    /** The same without versions. */
    private static GroupHistory said(GroupHistory history) {
        java.util.NavigableMap<TrackKey, Track> tracks = new java.util.TreeMap<>();
        history.tracks().forEach((key, track) -> {
            TrackBuilder builder = new TrackBuilder(track.size());
            for (int row = 0; row < track.size(); row++) {
                builder.add(track.id(row), track.day(row), track.value(row), track.extra(row), 0);
            }
            tracks.put(key, builder.build());
        });
        java.util.NavigableMap<TrackKey, GroupHistory.Word> words = new java.util.TreeMap<>();
        history.words().forEach((key, word) -> words.put(key, new GroupHistory.Word(word.text(), 0)));
        return new GroupHistory(tracks, words);
    }

    @Test
    void aFileReadsBackAsItWasWritten() {
        for (int seed = 100; seed < 140; seed++) {
            byte[] file = change(new Random(seed), seed);
            for (int group = 0; group <= GROUPS.shared(); group++) {
                GroupHistory history = section(file, group);
                same(HistoryFile.read(HistoryFile.write(history)), history);
                for (TrackKey key : history.tracks().keySet()) {
                    assertThat(GROUPS.of(key.sku())).isEqualTo(group);
                }
            }
        }
    }

    @Test
    void groupsAreOfLikeSize() {
        int[] sizes = new int[64];
        for (int i = 0; i < 64_000; i++) {
            sizes[new Groups(64).of("SKU-" + i)]++;
        }
        assertThat(java.util.Arrays.stream(sizes).boxed()).allMatch(size -> size > 800 && size < 1200);
    }

    @Test
    void aSaleLineTakesFewBytes() {
        Random random = new Random(1);
        ChangeFile.Builder builder = new ChangeFile.Builder(new Groups(1));
        for (int i = 0; i < 100_000; i++) {
            builder.sale(
                    new TrackKey("SKU-" + i % 200, "NORTH", TrackKey.SALES),
                    ChangeFile.identity("S" + i, "1"),
                    20_000 + random.nextInt(365),
                    1 + random.nextInt(5),
                    Double.NaN,
                    7);
        }
        assertThat(builder.build().length).isLessThan(100_000 * 13);
    }
}
