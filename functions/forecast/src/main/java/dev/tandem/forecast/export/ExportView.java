package dev.tandem.forecast.export;

import dev.tandem.forecast.refresh.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An export as the API tells it.
 *
 * @param rows of the parts written so far
 * @param manifestUrl where it is told what is in the files; present when the export is done, as {@code files} is
 * @param filter which series it has; absent for all
 * @param linksExpireAt after that, ask again
 */
public record ExportView(
        String exportId,
        Export.Status status,
        @Nullable String version,
        Instant requestedAt,
        @Nullable Instant endedAt,
        int parts,
        int partsDone,
        long rows,
        long bytes,
        @Nullable String manifestUrl,
        @Nullable List<Link> files,
        @Nullable Instant linksExpireAt,
        @Nullable ExportFilter filter,
        @Nullable String note) {
    public static final Duration LINKS = Duration.ofMinutes(15);

    public record Link(String name, long rows, long bytes, String sha256, String url) {}

    public static ExportView requested(Export export) {
        return of(
                Export.requested(export.id(), export.requestedAt(), export.filter()),
                List.of(),
                key -> "",
                export.requestedAt());
    }

    /** @param signer gives a link that lives for {@link #LINKS} to the object of a key */
    public static ExportView of(Export export, List<ExportFile> files, Function<String, String> signer, Instant now) {
        boolean done = export.status() == Export.Status.DONE;
        return new ExportView(
                export.id(),
                export.status(),
                export.version().isEmpty() ? null : export.version(),
                export.requestedAt(),
                export.endedAt(),
                export.parts(),
                (int) files.stream().filter(file -> file.number() > 0).count(),
                files.stream().mapToLong(ExportFile::rows).sum(),
                files.stream().mapToLong(ExportFile::bytes).sum(),
                done ? signer.apply(Keys.export(export.id(), Exporter.MANIFEST)) : null,
                done
                        ? files.stream()
                                .map(file -> new Link(
                                        file.name(),
                                        file.rows(),
                                        file.bytes(),
                                        file.sha256(),
                                        signer.apply(Keys.export(export.id(), file.name()))))
                                .toList()
                        : null,
                done ? now.plus(LINKS) : null,
                export.filter().equals(ExportFilter.ALL) ? null : export.filter(),
                export.note());
    }
}
