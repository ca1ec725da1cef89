package dev.tandem.recommendation.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An item that the graph leads to and the way there.
 *
 * @param score higher is better; comparable within one answer only
 * @param from the item of the question that the way starts at; null where it starts at a scene
 * @param via what it leads through: an item, a scene, a brand or a category, see {@link Kind}; null where nothing single stands out
 */
public record GraphPath(
        String item,
        double score,
        @Nullable String from,
        Kind kind,
        @Nullable String via) {

    /** What the last step of a way stands for. The order is that of the numbers in a model's file: add at the end only. */
    public enum Kind {
        /** Bought together with {@code from}. */
        BOUGHT_WITH,
        /** Bought together with {@code via}, which is bought together with {@code from}. */
        THROUGH_ITEM,
        /** Resembles {@code via}, which is bought together with {@code from}. */
        LIKE_BOUGHT,
        /** Bought together with {@code via}, which resembles {@code from}. */
        BOUGHT_WITH_LIKE,
        /** Used in the scene {@code via}. */
        SCENE,
        /** Of the brand {@code via}, as {@code from} is. */
        BRAND,
        /** Of the category {@code via}, which goes with that of {@code from}. */
        CATEGORY,
        /** Reached over several steps. */
        RELATED,
        /** Looked at instead of {@code from}, or the most like it of its category. */
        INSTEAD;

        static final List<Kind> ALL = List.of(values());
    }
}
