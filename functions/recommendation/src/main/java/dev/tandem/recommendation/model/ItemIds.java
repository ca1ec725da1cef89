package dev.tandem.recommendation.model;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;

/**
 * The items that a model knows, numbered from 0 in their natural order: shorter ids first, then by character. For ids that are
 * plain whole numbers this is the order of the numbers, so that "smaller index" means "smaller id" wherever a tie is broken.
 */
public final class ItemIds {
    static final Comparator<String> NATURAL =
            Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder());

    private final String[] ids;

    private ItemIds(String[] ids) {
        this.ids = ids;
    }

    /** Numbers the given items; the same item given twice counts once. */
    public static ItemIds of(Collection<String> items) {
        return new ItemIds(items.stream().distinct().sorted(NATURAL).toArray(String[]::new));
    }

    /**
     * Takes ids that are in natural order already.
     *
     * @throws IllegalArgumentException when they are not, or when one comes twice
     */
    static ItemIds ofSorted(String[] ids) {
        for (int i = 1; i < ids.length; i++) {
            if (NATURAL.compare(ids[i - 1], ids[i]) >= 0) {
                throw new IllegalArgumentException("Item ids out of order at " + i);
            }
        }
        return new ItemIds(ids);
    }

    public int size() {
        return ids.length;
    }

    public String id(int index) {
        return ids[index];
    }

    /** The number of an item, or -1 for one that the model has never seen. */
    public int indexOf(String id) {
        return Math.max(-1, Arrays.binarySearch(ids, id, NATURAL));
    }

    String[] sorted() {
        return ids.clone();
    }
}
