package dev.tandem.stock;

import java.time.Instant;
import java.util.List;

/** Where the domain reads stock. */
public interface StockReader {

    /**
     * All positions of one SKU. Never promises a piece twice: an expired hold is added back only if its balance still counted it.
     *
     * @param consistent whether a change of a moment ago must be seen
     */
    List<Position> positions(String sku, Instant now, boolean consistent);
}
