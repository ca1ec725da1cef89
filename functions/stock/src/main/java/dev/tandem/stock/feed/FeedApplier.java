package dev.tandem.stock.feed;

import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import java.io.IOException;
import java.util.Optional;

/** What one kind of file means. */
interface FeedApplier {
    FeedKind kind();

    FeedSchema schema();

    /** The location that a row is about, when it names one by a possible id. */
    Optional<String> location(FeedRow row);

    /** Applies a file that is known to be sound, in windows. May be called again for the same file, from its start. */
    void apply(FeedReader reader, FeedRun run) throws IOException;
}
