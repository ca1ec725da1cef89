package dev.tandem.recommendation.model;

import java.util.function.IntPredicate;

/** Which items may be answered. */
@FunctionalInterface
public interface ItemFilter {
    boolean test(String item);

    /** The same by the numbers of a model. One that is asked of many items does better than to look each up by its id. */
    default IntPredicate over(ItemIds items) {
        return item -> test(items.id(item));
    }
}
