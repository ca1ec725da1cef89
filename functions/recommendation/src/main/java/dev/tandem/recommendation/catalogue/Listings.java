package dev.tandem.recommendation.catalogue;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where the catalogue is kept. */
public interface Listings {
    /**
     * How often the catalogue may have changed, and which of these states was published last. They differ while something is to be
     * published.
     */
    record Changes(long made, long published) {}

    /** What is listed of these products. */
    Map<String, Listing> find(Collection<String> skus);

    /**
     * Lists a product, unless something as late or later is listed.
     *
     * @return what is listed instead; empty when this was taken
     */
    Optional<Listing> put(Listing listing);

    /** All products, in no order, read as the stream is. */
    Stream<Listing> all();

    Changes changes();

    /** To be called after what was put, however often. */
    void changed();

    void published(long changes);
}
