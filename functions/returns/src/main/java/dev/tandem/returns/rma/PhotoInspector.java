package dev.tandem.returns.rma;

import java.util.List;

/** Judges the photos of a return. */
public interface PhotoInspector {
    /**
     * What the photos show.
     *
     * @param checks in words for the shopper
     * @param usable how many are there and can be judged
     * @param remember keeps what is needed to know the photos again; to be run when the return goes on, and may be run twice
     */
    record Inspection(List<PhotoCheck> checks, int usable, Runnable remember) {
        public Inspection {
            checks = List.copyOf(checks);
        }
    }

    Inspection inspect(Return rma);
}
