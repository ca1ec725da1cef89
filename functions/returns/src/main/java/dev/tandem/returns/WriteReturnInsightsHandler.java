package dev.tandem.returns;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Priming;
import dev.tandem.returns.lifecycle.InsightBucket;
import dev.tandem.returns.lifecycle.InsightFiles;
import dev.tandem.returns.lifecycle.InsightRun;
import dev.tandem.returns.rma.PastReturns;
import dev.tandem.returns.rma.ReturnTable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Every night: why things come back, by SKU and by decision, to S3. */
public final class WriteReturnInsightsHandler implements RequestStreamHandler {
    private final InsightRun run;

    public WriteReturnInsightsHandler() {
        this(
                Environment.system(),
                Clients.dynamoDb(),
                new InsightBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                Clock.systemUTC());
    }

    WriteReturnInsightsHandler(Environment environment, DynamoDbClient dynamoDb, InsightFiles files, Clock clock) {
        PastReturns returns = new ReturnTable(dynamoDb, environment.require("RETURN_TABLE"));
        this.run = new InsightRun(returns, files, clock);
        Priming.register(() -> files.read("insights/returns/priming"));
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, JsonNode.class, schedule -> run.run());
    }
}
