package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.stock.reconciliation.Reconciliation;
import dev.tandem.stock.reconciliation.ReconciliationBucket;
import dev.tandem.stock.reconciliation.ReconciliationFiles;
import dev.tandem.stock.reconciliation.ReconciliationSteps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Middle step of the reconciliation: compares ledger and balances of a few locations. */
public final class ReconcileLocationHandler implements RequestStreamHandler {
    private final Reconciliation reconciliation;
    private final ReconciliationSteps steps;

    public ReconcileLocationHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new ReconciliationBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")));
    }

    ReconcileLocationHandler(Environment environment, DynamoDbClient dynamoDb, ReconciliationFiles files) {
        this.reconciliation = new Reconciliation(new Tables(
                new StockTable(dynamoDb, environment.require("STOCK_TABLE")),
                new MovementTable(dynamoDb, environment.require("MOVEMENT_TABLE"))));
        this.steps = new ReconciliationSteps(files, Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(
                in,
                out,
                context,
                ReconciliationSteps.CompareInput.class,
                input -> steps.compare(input, reconciliation));
    }

    private record Tables(StockTable stock, MovementTable ledger) implements Reconciliation.Books {
        @Override
        public Iterable<Balance> balancesAt(String location) {
            return stock.balancesAt(location);
        }

        @Override
        public Optional<Balance> balance(String location, String sku) {
            return stock.balance(location, sku);
        }

        @Override
        public void movements(String location, String sku, Consumer<Movement> consumer) {
            ledger.forEach(location, sku, consumer);
        }
    }
}
