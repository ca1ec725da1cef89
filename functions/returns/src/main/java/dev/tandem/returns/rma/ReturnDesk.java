package dev.tandem.returns.rma;

import dev.tandem.commons.Attempts;
import dev.tandem.commons.Ids;
import dev.tandem.commons.drops.UploadSignatures;
import dev.tandem.commons.http.ConflictException;
import dev.tandem.commons.http.NotFoundException;
import dev.tandem.commons.http.UnprocessableException;
import dev.tandem.commons.idempotency.FirstAnswer;
import dev.tandem.commons.idempotency.RepeatedException;
import dev.tandem.returns.order.Caller;
import dev.tandem.returns.order.Order;
import dev.tandem.returns.order.OrderDetails;
import dev.tandem.returns.order.Orders.Written;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Opens returns and signs the uploads of their photos. */
public final class ReturnDesk {
    /** How long a return waits for photos and precheck. */
    static final Duration OPEN = Duration.ofDays(14);

    private static final SecureRandom RANDOM = new SecureRandom();

    private final ReturnBook book;
    private final Uploads uploads;
    private final Clock clock;

    public ReturnDesk(ReturnBook book, UploadSignatures signatures, Clock clock) {
        this.book = book;
        this.uploads = new Uploads(signatures, RANDOM);
        this.clock = clock;
    }

    /** A return with the uploads that were signed for it. */
    public record Opened(Return rma, List<Uploads.Upload> uploads) {}

    /** The return, for its shopper and for staff. Throws 404 {@code RETURN_NOT_FOUND}. */
    static Return owned(ReturnBook book, String returnId, Caller caller) {
        return book.find(returnId)
                .filter(rma -> caller.maySee(rma.shopperId()))
                .orElseThrow(() -> new NotFoundException("RETURN_NOT_FOUND", "There is no such return of yours."));
    }

    /**
     * Opens a return. Its pieces are taken from the order in the same write, so that no piece comes back twice.
     *
     * @throws NotFoundException {@code ORDER_NOT_FOUND}
     * @throws UnprocessableException {@code LINE_UNKNOWN}
     * @throws ConflictException {@code QUANTITY_NOT_RETURNABLE} with {@code lines}
     */
    public Opened open(
            ReturnRequest asked,
            Caller caller,
            String correlationId,
            Function<Opened, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Order order = book.order(asked.orderId())
                    .filter(found -> caller.maySee(found.details().shopperId()))
                    .orElseThrow(() -> new NotFoundException("ORDER_NOT_FOUND", "There is no such order of yours."));
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            List<ReturnLine> lines = lines(asked, order);
            Return rma = new Return(
                    Ids.next(now.toEpochMilli(), RANDOM),
                    order.orderId(),
                    order.details().shopperId(),
                    order.details().region(),
                    order.details().salesChannel(),
                    ReturnState.REQUESTED,
                    asked.channel(),
                    lines,
                    List.of(),
                    0,
                    null,
                    Compensation.REFUND,
                    List.of(),
                    null,
                    List.of(new Return.Moment(now, ReturnState.REQUESTED, caller.name(), "The return was asked for.")),
                    now,
                    now.plus(OPEN),
                    correlationId,
                    1);
            Uploads.Signed signed = uploads.sign(rma, asked.photos(), now);
            Opened opened = new Opened(signed.rma(), signed.uploads());
            ReturnBook.Change change = new ReturnBook.Change(
                    null, opened.rma(), order, order.taking(opened.rma().pieces()), null);
            if (done(book.commit(change, answer.apply(opened)), attempts)) {
                return opened;
            }
        }
    }

    private static List<ReturnLine> lines(ReturnRequest asked, Order order) {
        List<ReturnLine> lines = new ArrayList<>();
        List<Map<String, Object>> missing = new ArrayList<>();
        for (ReturnRequest.Line wanted : asked.lines()) {
            OrderDetails.Line line = order.line(wanted.lineId())
                    .orElseThrow(() -> new UnprocessableException(
                            "LINE_UNKNOWN", "The order has no line " + wanted.lineId() + "."));
            if (wanted.quantity() > order.left(line)) {
                missing.add(Map.of(
                        "lineId", line.lineId(),
                        "sku", line.sku(),
                        "requested", wanted.quantity(),
                        "available", order.left(line)));
            }
            lines.add(new ReturnLine(
                    line.lineId(),
                    line.sku(),
                    line.gtin(),
                    line.name(),
                    line.category(),
                    wanted.quantity(),
                    order.unitPrice(line),
                    wanted.reason(),
                    wanted.comment(),
                    wanted.sealed(),
                    order.deliveredAt(line)));
        }
        if (!missing.isEmpty()) {
            throw (ConflictException) new ConflictException(
                            "QUANTITY_NOT_RETURNABLE",
                            "Not so many pieces are left: others were returned or are on their way back.")
                    .with("lines", missing);
        }
        return lines;
    }

    /**
     * Signs more uploads, for photos that are missing or were taken again.
     *
     * @throws ConflictException {@code RETURN_DECIDED} when no photo can change anything any more
     */
    public Opened addPhotos(
            String returnId,
            List<ReturnRequest.PhotoRequest> photos,
            Caller caller,
            Function<Opened, FirstAnswer> answer,
            Attempts attempts) {
        while (true) {
            Return before = owned(book, returnId, caller);
            if (!before.state().isOpen()) {
                throw new ConflictException("RETURN_DECIDED", "The return is " + before.state() + " already.");
            }
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            Return next = before.step(
                    before.state(), caller.name(), "Photos: " + photos.size() + " more.", now, before.deadline());
            Uploads.Signed signed = uploads.sign(next, photos, now);
            Opened opened = new Opened(signed.rma(), signed.uploads());
            if (done(book.commit(ReturnBook.Change.of(before, opened.rma()), answer.apply(opened)), attempts)) {
                return opened;
            }
        }
    }

    static boolean done(Written written, Attempts attempts) {
        switch (written) {
            case DONE -> {
                return true;
            }
            case REPEATED -> throw new RepeatedException();
            case OVERTAKEN -> attempts.pause();
        }
        return false;
    }

    /** The order's state after a step, when pieces are given back or taken again by it; null when they stay. */
    static @Nullable Order moved(Order order, Return before, Return after) {
        if (before.state().holdsPieces() == after.state().holdsPieces()) {
            return null;
        }
        int sign = after.state().holdsPieces() ? 1 : -1;
        Map<String, Integer> pieces = new java.util.HashMap<>();
        after.pieces().forEach((line, count) -> pieces.put(line, sign * count));
        return order.taking(pieces);
    }
}
