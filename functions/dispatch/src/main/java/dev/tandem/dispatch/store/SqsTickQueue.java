package dev.tandem.dispatch.store;

import dev.tandem.commons.Json;
import dev.tandem.dispatch.flow.TickQueue;
import software.amazon.awssdk.services.sqs.SqsClient;

/** Ticks as messages, which a queue can hold back for some seconds. */
public final class SqsTickQueue implements TickQueue {
    private final SqsClient sqs;
    private final String queueUrl;

    public SqsTickQueue(SqsClient sqs, String queueUrl) {
        this.sqs = sqs;
        this.queueUrl = queueUrl;
    }

    @Override
    public void send(TickMessage message, int delaySeconds) {
        sqs.sendMessage(request ->
                request.queueUrl(queueUrl).messageBody(Json.write(message)).delaySeconds(delaySeconds));
    }
}
