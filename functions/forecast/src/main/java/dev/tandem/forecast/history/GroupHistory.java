package dev.tandem.forecast.history;

import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that is known of a group of SKUs: their tracks of dated values, and what they are ({@code category}, {@code region}...). */
public final class GroupHistory {
    public static final GroupHistory EMPTY = new GroupHistory(new TreeMap<>(), new TreeMap<>());

    /** A word about a SKU or series, in the version that arrived last. */
    public record Word(String text, long version) {}

    /**
     * What a merge gave.
     *
     * @param changed keys of what says something else than before
     * @param touched whether the whole is to be kept: also when all of it was said before, and is only confirmed
     */
    public record Merge(GroupHistory history, Set<TrackKey> changed, boolean touched) {}

    private final NavigableMap<TrackKey, Track> tracks;
    private final NavigableMap<TrackKey, Word> words;

    GroupHistory(NavigableMap<TrackKey, Track> tracks, NavigableMap<TrackKey, Word> words) {
        this.tracks = tracks;
        this.words = words;
    }

    public SortedMap<TrackKey, Track> tracks() {
        return Collections.unmodifiableSortedMap(tracks);
    }

    public SortedMap<TrackKey, Word> words() {
        return Collections.unmodifiableSortedMap(words);
    }

    public Track track(TrackKey key) {
        return tracks.getOrDefault(key, Track.EMPTY);
    }

    /** The word said of the series, else of its SKU, else the fallback. */
    public String word(String sku, String location, String name, String fallback) {
        Word own = words.get(new TrackKey(sku, location, name));
        Word any = own != null ? own : words.get(new TrackKey(sku, "", name));
        return any == null ? fallback : any.text();
    }

    /** The newest day on which something was sold; {@link Integer#MIN_VALUE} where nothing was. */
    public int lastDay() {
        int last = Integer.MIN_VALUE;
        for (Map.Entry<TrackKey, Track> entry : tracks.entrySet()) {
            if (entry.getKey().name().equals(TrackKey.SALES)) {
                last = Math.max(last, entry.getValue().lastDay());
            }
        }
        return last;
    }

    public Merge merged(GroupHistory newer) {
        NavigableMap<TrackKey, Track> allTracks = new TreeMap<>(tracks);
        NavigableMap<TrackKey, Word> allWords = new TreeMap<>(words);
        Set<TrackKey> changed = new HashSet<>();
        boolean touched = false;
        for (Map.Entry<TrackKey, Track> entry : newer.tracks.entrySet()) {
            Track.Merged merged =
                    allTracks.getOrDefault(entry.getKey(), Track.EMPTY).merged(entry.getValue());
            if (merged.touched()) {
                allTracks.put(entry.getKey(), merged.track());
                touched = true;
            }
            if (merged.changed()) {
                changed.add(entry.getKey());
            }
        }
        for (Map.Entry<TrackKey, Word> entry : newer.words.entrySet()) {
            Word word = entry.getValue();
            Word before = allWords.get(entry.getKey());
            if (before == null || word.version() >= before.version()) {
                allWords.put(entry.getKey(), word);
                touched |= before == null || !before.equals(word);
                if (before == null || !before.text().equals(word.text())) {
                    changed.add(entry.getKey());
                }
            }
        }
        return new Merge(touched ? new GroupHistory(allTracks, allWords) : this, changed, touched);
    }
}
