package dev.tandem.stock.reconciliation;

/** A position whose balance is not the sum of its movements, in pieces. */
public record Difference(String location, String sku, Pieces balance, Pieces ledger) {
    /** The three quantities that the ledger moves. */
    public record Pieces(long onHand, long reserved, long buffer) {}
}
