package dev.tandem.recommendation.catalogue;

import dev.tandem.recommendation.DataFiles;
import java.util.stream.Stream;

/** Publishes the catalogue when it may have changed since it was published last. */
public final class CatalogueExport {
    /** @param products how many are in it; 0 when nothing had to be done */
    public record Result(boolean published, int products, long bytes) {}

    private final Listings listings;
    private final DataFiles files;

    public CatalogueExport(Listings listings, DataFiles files) {
        this.listings = listings;
        this.files = files;
    }

    /**
     * Two small reads when nothing has changed. What is put while the table is read is counted after it was put, so the next run sees
     * that there is something to do.
     */
    public Result run() {
        Listings.Changes changes = listings.changes();
        if (changes.made() == changes.published()
                && (changes.made() == 0 || files.tag(Catalogue.KEY).isPresent())) {
            return new Result(false, 0, 0);
        }
        Catalogue catalogue;
        try (Stream<Listing> all = listings.all()) {
            catalogue = Catalogue.of(all);
        }
        byte[] file = catalogue.toBytes();
        files.write(Catalogue.KEY, "application/octet-stream", file);
        listings.published(changes.made());
        return new Result(true, catalogue.listings().size(), file.length);
    }
}
