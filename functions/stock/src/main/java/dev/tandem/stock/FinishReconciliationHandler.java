package dev.tandem.stock;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tandem.commons.Clients;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Invocation;
import dev.tandem.commons.Json;
import dev.tandem.commons.log.Logs;
import dev.tandem.stock.reconciliation.Difference;
import dev.tandem.stock.reconciliation.DifferenceQueue;
import dev.tandem.stock.reconciliation.ReconciliationBucket;
import dev.tandem.stock.reconciliation.ReconciliationFiles;
import dev.tandem.stock.reconciliation.ReconciliationSteps;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Last step of the reconciliation: one report, and a message for each difference. Also records a run that broke off. */
public final class FinishReconciliationHandler implements RequestStreamHandler {
    private final ReconciliationSteps steps;
    private final DifferenceQueue queue;

    public FinishReconciliationHandler() {
        this(
                new ReconciliationBucket(Clients.s3(), Environment.system().require("DATA_BUCKET")),
                queue(Clients.sqs(), Environment.system().require("STOCK_DIFFERENCE_QUEUE_URL")));
    }

    FinishReconciliationHandler(ReconciliationFiles files, DifferenceQueue queue) {
        this.steps = new ReconciliationSteps(files, Clock.systemUTC());
        this.queue = queue;
    }

    @Override
    public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
        Invocation.handle(in, out, context, ReconciliationSteps.FinishInput.class, input -> steps.finish(input, queue));
    }

    private static DifferenceQueue queue(SqsClient sqs, String url) {
        return (String id, Difference difference) -> sqs.sendMessage(request -> request.queueUrl(url)
                .messageBody(Json.write(difference))
                .messageAttributes(Map.of(
                        "differenceId", text(id),
                        "correlationId", text(Logs.correlationId()))));
    }

    private static MessageAttributeValue text(String value) {
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(value)
                .build();
    }
}
