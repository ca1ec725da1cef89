package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.http.BadRequestException;
import dev.tandem.commons.http.NotFoundException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What the handlers of this module read the same way. */
final class Calls {
    static final String STAFF = "staff";
    /** Left to write an answer after the last attempt. */
    private static final Duration MARGIN = Duration.ofMillis(1500);
    /** API Gateway gives up after 29 seconds. */
    private static final Duration MOST = Duration.ofSeconds(25);

    private Calls() {}

    /** Nearly all the time that the function has left. */
    static Deadline deadline(Context context) {
        Duration left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN);
        return Deadline.in(left.compareTo(MOST) > 0 ? MOST : left);
    }

    /** The same for a function that nobody waits for. */
    static Deadline deadlineOfSweep(Context context) {
        return Deadline.in(Duration.ofMillis(context.getRemainingTimeInMillis()).minus(MARGIN));
    }

    /** The body as a record. Throws 400 {@code BODY_INVALID}, also for the JSON value null. */
    static <T> T body(ApiRequest request, Class<T> type) {
        @Nullable T body = request.bodyAs(type);
        if (body == null) {
            throw new BadRequestException("BODY_INVALID", "The body must be a JSON object.");
        }
        return body;
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
