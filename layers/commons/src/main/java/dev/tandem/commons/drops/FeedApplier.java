package dev.tandem.commons.drops;

import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import java.io.IOException;
import java.util.Optional;

/** What one kind of file means. */
public interface FeedApplier {
    FeedKind kind();

    FeedSchema schema();

    /** What must be known for the row to count, for instance its location, when it names one by a possible id. */
    default Optional<String> subject(FeedRow row) {
        return Optional.empty();
    }

    /** Applies a file that is known to be sound, in windows. May be called again for the same file, from its start. */
    void apply(FeedReader reader, FeedRun run) throws IOException;
}
