package dev.tandem.dispatch.flow;

import java.util.Optional;

/** Where couriers are shown. */
public interface PositionBook {

    /** What came of a move within the cell. */
    enum Moved {
        DONE,
        /** A later position is known. */
        OLD,
        /** The courier is not shown in this cell of these zones. */
        ELSEWHERE
    }

    /** The cheap case, one write a zone: same cell, same zones. */
    Moved move(Whereabouts here);

    /** Where the courier is shown, with the position that is shown there. */
    Optional<Whereabouts> shown(String courierId);

    /** To another cell or other zones. False when somebody else was first. */
    boolean resettle(Whereabouts before, Whereabouts after);
}
