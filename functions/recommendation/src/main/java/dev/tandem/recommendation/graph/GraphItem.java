package dev.tandem.recommendation.graph;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an item apart from what shoppers do with it; everything but the id may be missing.
 *
 * @param categories from general to special; the last one counts as the item's own
 * @param scenes situations it is used in, such as "new baby"
 * @param price NaN where it is not known
 */
public record GraphItem(
        String id,
        List<String> categories,
        @Nullable String brand,
        @Nullable String name,
        List<String> scenes,
        double price) {

    public GraphItem {
        categories = List.copyOf(categories);
        scenes = List.copyOf(scenes);
    }

    /** An item of which only the id is known. */
    public static GraphItem of(String id) {
        return new GraphItem(id, List.of(), null, null, List.of(), Double.NaN);
    }
}
