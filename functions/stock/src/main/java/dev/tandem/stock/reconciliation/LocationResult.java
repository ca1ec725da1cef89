package dev.tandem.stock.reconciliation;

import java.util.List;

/**
 * What the comparison of one location found.
 *
 * @param positions SKUs compared
 * @param movements lines of the ledger added up
 * @param negative positions with less than nothing on hand: more was sold than was ever booked in
 * @param unsettled SKUs that changed so fast that no moment was found to compare them
 */
public record LocationResult(
        String location,
        long positions,
        long movements,
        List<Difference> differences,
        List<Negative> negative,
        List<String> unsettled) {

    public record Negative(String location, String sku, long onHand) {}

    public LocationResult {
        differences = List.copyOf(differences);
        negative = List.copyOf(negative);
        unsettled = List.copyOf(unsettled);
    }
}
