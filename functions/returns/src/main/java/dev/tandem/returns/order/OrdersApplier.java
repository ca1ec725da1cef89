package dev.tandem.returns.order;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Json;
import dev.tandem.commons.drops.FeedApplier;
import dev.tandem.commons.drops.FeedKind;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.commons.drops.FeedWindows;
import dev.tandem.commons.drops.Parallel;
import dev.tandem.commons.feed.FeedReader;
import dev.tandem.commons.feed.FeedRow;
import dev.tandem.commons.feed.FeedSchema;
import dev.tandem.commons.feed.RowFaultException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;

/**
 * Applies order files: a row is an order whole, with the fields of {@code PUT /v1/orders/{id}} as columns and its lines as JSON. Each row
 * stands for itself, so a window that is run again finds its own rows and changes nothing.
 */
public final class OrdersApplier implements FeedApplier {
    public static final FeedKind KIND = new FeedKind("orders");
    private static final int WINDOW_ROWS = 2_000;
    private static final int AT_ONCE = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final List<String> PLAIN =
            List.of("shopperId", "region", "salesChannel", "currency", "orderedAt", "deliveredAt", "updatedAt");
    private static final FeedSchema SCHEMA = FeedSchema.of(
                    List.of("orderId", "shopperId", "region", "currency", "orderedAt", "updatedAt", "lines"),
                    List.of("salesChannel", "deliveredAt"))
            .withStructured("lines");

    private final OrderDesk desk;

    public OrdersApplier(OrderDesk desk) {
        this.desk = desk;
    }

    private record Parsed(FeedRow row, String orderId, OrderDetails details) {}

    private record Outcome(Parsed parsed, OrderDesk.Told told) {}

    @Override
    public FeedKind kind() {
        return KIND;
    }

    @Override
    public FeedSchema schema() {
        return SCHEMA;
    }

    @Override
    public void apply(FeedReader reader, FeedRun run) throws IOException {
        try (Parallel parallel = new Parallel(AT_ONCE)) {
            Set<String> named = new HashSet<>();
            FeedWindows.read(
                    reader,
                    WINDOW_ROWS,
                    run::reject,
                    row -> parse(row, named, run),
                    (rows, number, last) -> apply(rows, number, last, run, parallel));
        }
    }

    private static Optional<Parsed> parse(FeedRow row, Set<String> named, FeedRun run) {
        try {
            String orderId = row.text("orderId");
            if (!OrderDesk.isOrderId(orderId)) {
                throw new RowFaultException(
                        "orderId", "INVALID_VALUE", "orderId takes 1 to 64 letters, digits and ._-");
            }
            Parsed parsed = new Parsed(row, orderId, details(row));
            if (!named.add(orderId)) {
                throw new RowFaultException("orderId", "DUPLICATE_ORDER", "A file names an order once");
            }
            return Optional.of(parsed);
        } catch (RowFaultException e) {
            run.reject(row.bad(e));
            return Optional.empty();
        }
    }

    private static OrderDetails details(FeedRow row) {
        ObjectNode details = Json.object();
        for (String column : PLAIN) {
            row.optional(column).ifPresent(value -> details.put(column, value));
        }
        try {
            details.set("lines", Json.mapper().readTree(row.text("lines")));
        } catch (JsonProcessingException e) {
            throw new RowFaultException("lines", "INVALID_VALUE", "lines is not JSON");
        }
        try {
            return Json.read(details, OrderDetails.class);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new RowFaultException(null, "INVALID_ORDER", words(e));
        }
    }

    private static String words(Throwable failure) {
        Throwable root = failure;
        for (Throwable cause = root.getCause(); cause != null; cause = root.getCause()) {
            root = cause;
        }
        String message = root instanceof JsonProcessingException json ? json.getOriginalMessage() : root.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("The order cannot be read");
    }

    private void apply(List<Parsed> window, int number, boolean last, FeedRun run, Parallel parallel) {
        List<Callable<Outcome>> work = new ArrayList<>();
        for (Parsed row : window) {
            work.add(() ->
                    new Outcome(row, desk.tell(row.orderId(), row.details(), order -> null, Attempts.in(PATIENCE))));
        }
        for (Outcome outcome : parallel.all(work)) {
            OrderDesk.Told told = outcome.told();
            switch (told.kind()) {
                case APPLIED, UNCHANGED -> {
                    if (!run.isDone(number)) {
                        run.applied(told.kind() == OrderDesk.Kind.APPLIED ? 1 : 0);
                        run.unchanged(told.kind() == OrderDesk.Kind.UNCHANGED ? 1 : 0);
                    }
                }
                case STALE -> run.reject(outcome.parsed().row().bad("updatedAt", "STALE_ROW", told.why()));
                case CONFLICT -> run.reject(outcome.parsed().row().bad("updatedAt", "CONFLICTING_ROW", told.why()));
            }
        }
        run.windowDone(number, last);
    }
}
