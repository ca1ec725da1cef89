package dev.tandem.commons.drops;

import dev.tandem.commons.feed.BadLine;
import dev.tandem.commons.feed.FeedLine;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads a file in windows of rows, in its order, so that no more than one window is in memory. */
public final class FeedWindows {
    private FeedWindows() {}

    /** What is done with a window. The list is used again once this returns. */
    public interface Window<T> {
        /** {@code last} is said of the rest after the full windows; a file without a rest has no last one. */
        void apply(List<T> rows, int number, boolean last) throws IOException;
    }

    /**
     * @param size rows of a full window
     * @param bad gets every line that could not be read
     * @param parse empty for a row that was set aside
     * @return how many windows there were
     */
    public static <T> int read(
            FeedReader reader, int size, Consumer<BadLine> bad, Function<FeedRow, Optional<T>> parse, Window<T> window)
            throws IOException {
        List<T> rows = new ArrayList<>();
        int number = 0;
        for (FeedLine line = reader.next(); line != null; line = reader.next()) {
            switch (line) {
                case BadLine unread -> bad.accept(unread);
                case FeedRow row -> parse.apply(row).ifPresent(rows::add);
            }
            if (rows.size() == size) {
                window.apply(rows, number++, false);
                rows.clear();
            }
        }
        if (!rows.isEmpty()) {
            window.apply(rows, number++, true);
        }
        return number;
    }
}
