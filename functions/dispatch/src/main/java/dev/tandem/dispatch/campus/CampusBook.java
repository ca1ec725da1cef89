package dev.tandem.dispatch.campus;

import dev.tandem.commons.idempotency.FirstAnswer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is kept of campuses. */
public interface CampusBook {

    /** How a write ended. */
    enum Written {
        DONE,
        /** Another event was faster; read again. */
        OVERTAKEN,
        /** The same request has been answered before. */
        REPEATED
    }

    Optional<Campus> campus(String campusId);

    Optional<Situation> situation(String campusId);

    /** An order that has ended. */
    Optional<CampusOrder> ended(String campusId, String orderId);

    /**
     * All or nothing.
     *
     * @param campus when it changes too
     * @param after whose version is one above the one that it was made from
     * @param ended orders to be kept apart
     */
    Written commit(
            String campusId,
            @Nullable Campus campus,
            Situation after,
            List<CampusOrder> ended,
            @Nullable FirstAnswer answer);
}
