package dev.tandem.returns.rma;

import java.util.List;

/** Judges the photos of a return. */
public interface PhotoInspector {
    /**
     * What the photos show.
     *
     * @param checks in words for the shopper
     * @param usable how many are there and can be judged
     */
    record Inspection(List<PhotoCheck> checks, int usable) {
        public Inspection {
            checks = List.copyOf(checks);
        }
    }

    Inspection inspect(Return rma);
}
