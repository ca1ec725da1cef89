package dev.tandem.stock.feed;

import dev.tandem.commons.drops.FeedInterruptedException;
import dev.tandem.stock.Posting;
import dev.tandem.stock.StockLedger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/** Commits postings in transactions of many, and tells for each what became of it. */
public final class DynamoPoster {
    /** A transaction holds 100 writes: a guard and two for each posting. */
    public static final int MOST = 49;

    private static final int ATTEMPTS = 14;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final String CONDITION = "ConditionalCheckFailed";

    /** What became of a posting. */
    public enum Outcome {
        POSTED,
        /** Its movement was in the ledger: an earlier attempt got this far. */
        POSTED_BEFORE,
        /** The balance is not what the posting expects; read it again. */
        CHANGED,
        /** The guard does not hold (any more); nothing was posted. */
        REFUSED
    }

    private final DynamoDbClient dynamoDb;
    private final StockLedger ledger;

    public DynamoPoster(DynamoDbClient dynamoDb, StockLedger ledger) {
        this.dynamoDb = dynamoDb;
        this.ledger = ledger;
    }

    /**
     * Posts up to {@link #MOST} postings of different positions. Those that hold are committed together; one that was posted before
     * or whose balance has changed is left out of it.
     *
     * @param guard a condition that must hold for any of them
     */
    public List<Outcome> post(List<Posting> postings, @Nullable TransactWriteItem guard, Instant now) {
        Outcome[] outcomes = new Outcome[postings.size()];
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < outcomes.length; i++) {
            open.add(i);
        }
        for (int attempt = 0; !open.isEmpty(); attempt++) {
            List<TransactWriteItem> writes = new ArrayList<>();
            if (guard != null) {
                writes.add(guard);
            }
            for (int i : open) {
                writes.addAll(ledger.post(postings.get(i), now));
            }
            try {
                dynamoDb.transactWriteItems(request -> request.transactItems(writes));
                open.forEach(i -> outcomes[i] = Outcome.POSTED);
                break;
            } catch (TransactionCanceledException e) {
                List<Integer> again = settle(e.cancellationReasons(), open, outcomes, guard != null);
                if (again.size() == open.size()) {
                    pause(attempt, e);
                }
                open = again;
            }
        }
        return Arrays.asList(outcomes);
    }

    /** Tells the outcomes that the reasons decide and returns those to try again. */
    private static List<Integer> settle(
            List<CancellationReason> reasons, List<Integer> open, Outcome[] outcomes, boolean guarded) {
        boolean refused = guarded && CONDITION.equals(reasons.get(0).code());
        int offset = guarded ? 1 : 0;
        List<Integer> again = new ArrayList<>();
        for (int n = 0; n < open.size(); n++) {
            int i = open.get(n);
            if (CONDITION.equals(reasons.get(offset + 2 * n + 1).code())) {
                outcomes[i] = Outcome.POSTED_BEFORE;
            } else if (refused) {
                outcomes[i] = Outcome.REFUSED;
            } else if (CONDITION.equals(reasons.get(offset + 2 * n).code())) {
                outcomes[i] = Outcome.CHANGED;
            } else {
                again.add(i);
            }
        }
        return again;
    }

    private static void pause(int attempt, TransactionCanceledException cause) {
        boolean passing = cause.cancellationReasons().stream()
                .map(CancellationReason::code)
                .anyMatch(code -> code.equals("TransactionConflict")
                        || code.equals("ThrottlingError")
                        || code.equals("ProvisionedThroughputExceeded"));
        if (!passing || attempt >= ATTEMPTS) {
            throw cause;
        }
        Backoff.pause(attempt, FIRST_PAUSE, LONGEST_PAUSE);
    }

    /** Exponential pauses with full jitter. */
    static final class Backoff {
        private Backoff() {}

        static void pause(int attempt, Duration first, Duration longest) {
            long most = Math.min(longest.toMillis(), first.toMillis() << Math.min(attempt, 20));
            try {
                Thread.sleep(ThreadLocalRandom.current().nextLong(most + 1));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new FeedInterruptedException("Interrupted");
            }
        }
    }
}
