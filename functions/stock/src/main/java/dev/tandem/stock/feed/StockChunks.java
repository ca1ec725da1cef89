package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.commons.drops.FeedRun;
import dev.tandem.stock.Balance;
import dev.tandem.stock.Cause;
import dev.tandem.stock.Movement;
import dev.tandem.stock.Posting;
import dev.tandem.stock.StockTable;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** Books rows of one location, as many as a transaction holds, against the balances as they are at that moment. */
final class StockChunks {
    private static final int ATTEMPTS = 50;

    /** What became of a chunk's rows; refused are those that a newer snapshot overtook. */
    record Result(int applied, int unchanged, List<StockRow> refused) {}

    private final StockTable stock;
    private final DynamoPoster poster;
    private final WatermarkTable watermarks;
    private final Clock clock;

    StockChunks(StockTable stock, DynamoPoster poster, WatermarkTable watermarks, Clock clock) {
        this.stock = stock;
        this.poster = poster;
        this.watermarks = watermarks;
        this.clock = clock;
    }

    Result apply(List<StockRow> rows, int lane, FeedRun run) {
        StockRow any = rows.get(0);
        TransactWriteItem guard = watermarks.guard(
                any.location(), any.snapshot(), any.sequence(), run.file().tag(), lane);
        int applied = 0;
        int unchanged = 0;
        List<StockRow> refused = new ArrayList<>();
        List<StockRow> open = rows;
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            if (attempt == ATTEMPTS) {
                throw new FeedInterruptedException("Balances of " + any.location() + " change too fast");
            }
            Map<String, Balance> balances = balances(any.location(), open);
            List<StockRow> changing = new ArrayList<>();
            List<Posting> postings = new ArrayList<>();
            for (StockRow row : open) {
                Optional<Posting> posting = row.against(balances.get(row.sku()), run);
                if (posting.isPresent()) {
                    changing.add(row);
                    postings.add(posting.get());
                } else {
                    unchanged++;
                }
            }
            open = new ArrayList<>();
            List<DynamoPoster.Outcome> outcomes = poster.post(postings, guard, clock.instant());
            for (int i = 0; i < outcomes.size(); i++) {
                switch (outcomes.get(i)) {
                    case POSTED, POSTED_BEFORE -> applied++;
                    case CHANGED -> open.add(changing.get(i));
                    case REFUSED -> refused.add(changing.get(i));
                }
            }
        }
        return new Result(applied, unchanged, refused);
    }

    private Map<String, Balance> balances(String location, List<StockRow> rows) {
        List<String> skus =
                rows.stream().filter(StockRow::isAbsolute).map(StockRow::sku).toList();
        return skus.isEmpty() ? Map.of() : stock.balances(location, skus);
    }

    /** Takes to zero what is booked at a location and not named. */
    void clearAbsent(String location, long sequence, Predicate<String> named, FeedRun run) {
        TransactWriteItem guard =
                watermarks.guard(location, true, sequence, run.file().tag(), 0);
        List<Balance> chunk = new ArrayList<>();
        for (Balance balance : stock.balancesAt(location)) {
            if (balance.onHand() != 0 && !named.test(balance.sku())) {
                chunk.add(balance);
            }
            if (chunk.size() == DynamoPoster.MOST) {
                clear(location, chunk, guard, run);
                chunk.clear();
            }
        }
        clear(location, chunk, guard, run);
    }

    private void clear(String location, List<Balance> absent, TransactWriteItem guard, FeedRun run) {
        // the index that named them lags: the balances themselves decide, and again when they change
        List<String> open = absent.stream().map(Balance::sku).toList();
        for (int attempt = 0; !open.isEmpty() && attempt < ATTEMPTS; attempt++) {
            Map<String, Balance> balances = new HashMap<>(stock.balances(location, open));
            balances.values().removeIf(balance -> balance.onHand() == 0);
            List<Posting> postings = balances.values().stream()
                    .map(balance -> absentPosting(balance, run).ifVersion(balance.version()))
                    .toList();
            List<DynamoPoster.Outcome> outcomes = poster.post(postings, guard, clock.instant());
            List<String> again = new ArrayList<>();
            for (int i = 0; i < outcomes.size(); i++) {
                if (outcomes.get(i) == DynamoPoster.Outcome.CHANGED) {
                    again.add(postings.get(i).movement().sku());
                }
            }
            open = again;
        }
    }

    private static Posting absentPosting(Balance balance, FeedRun run) {
        return Posting.of(new Movement(
                "ABSENT-" + run.file().tag(),
                balance.location(),
                balance.sku(),
                -balance.onHand(),
                0,
                0,
                Cause.FEED_ABSENT,
                run.file().key(),
                run.correlationId(),
                run.file().startedAt(),
                1));
    }
}
