package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.stock.reconciliation.ReconciliationBucket;
import dev.tandem.stock.reconciliation.ReconciliationFiles;
import dev.tandem.stock.reconciliation.ReconciliationSteps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;

/** First step of the reconciliation: lists the locations. */
public final class PlanReconciliationHandler implements RequestStreamHandler {
    private final LocationTable locations;
    private final ReconciliationSteps steps;

    public PlanReconciliationHandler() {
        this(
                new LocationTable(Clients.dynamoDb(), Environment.system().require("LOCATION_TABLE")),
                new ReconciliationBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")));
    }

    PlanReconciliationHandler(LocationTable locations, ReconciliationFiles files) {
        this.locations = locations;
        this.steps = new ReconciliationSteps(files, Clock.systemUTC());
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(
                in,
                out,
                context,
                ReconciliationSteps.PlanInput.class,
                input -> steps.plan(
                        input,
                        locations.all().stream().map(Location::locationId).toList()));
    }
}
