package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.NotFoundException;
import java.time.Duration;

/** What the handlers of this module read the same way. */
final class Calls {
    static final String STAFF = "staff";
    /** Left to write an answer after the last attempt. */
    private static final Duration MARGIN = Duration.ofMillis(1500);

    private Calls() {}

    /** Nearly all the time that the function has left. */
    static Attempts deadline(Context context) {
        return Attempts.ofCall(context);
    }

    /** The same for a function that nobody waits for. */
    static Attempts deadlineOfSweep(Context context) {
        return Attempts.in(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    }

    static ReservationDesk.Caller caller(ApiRequest request) {
        return new ReservationDesk.Caller(request.requireSubject(), request.hasGroup(STAFF));
    }

    static String reservationId(ApiRequest request) {
        String id = request.pathParameter("reservationId");
        if (!Codes.isReservation(id)) {
            throw new NotFoundException("RESERVATION_NOT_FOUND", "There is no such reservation of yours.");
        }
        return id;
    }
}
