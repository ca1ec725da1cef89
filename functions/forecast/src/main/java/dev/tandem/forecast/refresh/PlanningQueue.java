package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queue that planning reads: a message for each group of series with new forecasts, and one where factors alone have moved others. */
public final class PlanningQueue implements Publication.Announcer {
    private static final int MESSAGES_A_CALL = 10;

    private final SqsClient sqs;
    private final String url;

    public PlanningQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    @Override
    public void announce(List<Publication.Announcement> changes) {
        for (int from = 0; from < changes.size(); from += MESSAGES_A_CALL) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (int at = from; at < Math.min(changes.size(), from + MESSAGES_A_CALL); at++) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(at))
                        .messageBody(Json.write(changes.get(at)))
                        .build());
            }
            var answer = sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
            if (!answer.failed().isEmpty()) {
                throw new IllegalStateException("Not sent: " + answer.failed().getFirst());
            }
        }
    }
}
