package dev.tandem.forecast.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is remembered of exports. */
public interface ExportBook {
    /** Remembers that an export was asked for, unless more is known of it; gives what is known. */
    Export request(Export export);

    void write(Export export);

    Optional<Export> find(String id);

    /** The one that was planned last. */
    Optional<String> latest();

    /** Keeps all files of versions that are published from now on until then, or until {@link #letGo}. */
    void hold(String id, Instant until);

    void letGo(String id);

    void done(String id, ExportFile part);

    /** In the order of their numbers. */
    List<ExportFile> parts(String id);
}
