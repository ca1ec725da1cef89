package dev.tandem.commons.feed;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of one file format. */
sealed interface FeedLines permits CsvLines, JsonLines {
    /** The next row or bad line; null at the end. */
    @Nullable
    FeedLine next() throws IOException;

    /** Columns that the schema does not know. */
    List<String> ignored();
}
