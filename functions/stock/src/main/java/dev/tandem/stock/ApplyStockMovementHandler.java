package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Attempts;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import dev.tandem.commons.Priming;
import dev.tandem.commons.dynamodb.Transactions;
import dev.tandem.commons.queue.DeadLetters;
import dev.tandem.commons.queue.PermanentFailureException;
import dev.tandem.commons.queue.SqsBatch;
import dev.tandem.commons.queue.SqsRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** From the queue of stock movements: what other domains did to stock, each exactly once. */
public final class ApplyStockMovementHandler implements RequestStreamHandler {
    /** For one message; then the queue delivers it again. */
    private static final Duration MOST_TIME = Duration.ofSeconds(10);

    private final StockTable stock;
    private final StockLedger ledger;
    private final Locations locations;
    private final Transactions transactions;
    private final DeadLetters deadLetters;
    private final Clock clock;

    public ApplyStockMovementHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                DeadLetters.queue(Clients.sqs(), Environment.system().require("DEAD_LETTER_QUEUE_URL")),
                Clock.systemUTC());
    }

    ApplyStockMovementHandler(Environment environment, DynamoDbClient dynamoDb, DeadLetters deadLetters, Clock clock) {
        String stockTable = environment.require("STOCK_TABLE");
        this.stock = new StockTable(dynamoDb, stockTable);
        this.ledger = new StockLedger(stockTable, environment.require("MOVEMENT_TABLE"));
        this.locations = new Locations(new LocationTable(dynamoDb, environment.require("LOCATION_TABLE"))::all, clock);
        this.transactions = new Transactions(dynamoDb);
        this.deadLetters = deadLetters;
        this.clock = clock;
        Priming.register(locations::all);
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        SqsBatch.handle(in, out, context, deadLetters, this::apply);
    }

    private void apply(SqsRecord message) {
        StockMovementMessage order = read(message.body());
        if (locations.find(order.location()).isEmpty()) {
            throw new PermanentFailureException("UNKNOWN_LOCATION", "There is no location " + order.location());
        }
        Attempts deadline = Attempts.in(MOST_TIME);
        while (true) {
            Balance before = order.buffer() == null
                    ? null
                    : stock.balance(order.location(), order.sku()).orElse(null);
            List<TransactWriteItem> writes = ledger.post(order.posting(before), clock.instant());
            Transactions.Result result = transactions.commit(writes);
            // The second write is the movement: when it is there already, this message has had its effect.
            if (result.kind() == Transactions.Kind.DONE || result.failed(1)) {
                return;
            }
            deadline.pause();
        }
    }

    private static StockMovementMessage read(String body) {
        try {
            @Nullable StockMovementMessage message = Json.read(body, StockMovementMessage.class);
            if (message != null) {
                return message;
            }
            throw new PermanentFailureException("MESSAGE_INVALID", "The message is null");
        } catch (UncheckedIOException e) {
            throw new PermanentFailureException("MESSAGE_INVALID", String.valueOf(e.getMessage()));
        }
    }
}
