package dev.tandem.local.stepfunctions;

import org.jspecify.annotations.Nullable;

/** How many items of a map run may fail. With neither figure none may; with both, the run fails at whichever is passed first. */
record Tolerance(@Nullable Long count, @Nullable Double percentage) {
    boolean exceeded(long failedItems, long totalItems) {
        if (failedItems == 0) {
            return false;
        }
        if (count == null && percentage == null) {
            return true;
        }
        return (count != null && failedItems > count)
                || (percentage != null && 100.0 * failedItems > percentage * totalItems);
    }
}
