package dev.tandem.stock;

/** How much is there: plenty, little (at or below the location's threshold), nothing. */
public enum StockBand {
    IN,
    LOW,
    OUT;

    /** @param available units that can be promised; the threshold counts as low */
    public static StockBand of(long available, int lowStockThreshold) {
        return available <= 0 ? OUT : available <= lowStockThreshold ? LOW : IN;
    }
}
