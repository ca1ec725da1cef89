package dev.tandem.stock.reconciliation;

/** Where differences go that somebody must look into. */
@FunctionalInterface
public interface DifferenceQueue {
    /** @param id the same for the same difference of the same run, so that a repeat can be told */
    void add(String id, Difference difference);
}
