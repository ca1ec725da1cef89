package dev.tandem.forecast.refresh;

import dev.tandem.commons.Json;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/** The queue that planning reads: one message for each group of series with new forecasts. */
public final class PlanningQueue implements Publication.Announcer {
    private static final int MESSAGES_A_CALL = 10;

    private final SqsClient sqs;
    private final String url;

    public PlanningQueue(SqsClient sqs, String url) {
        this.sqs = sqs;
        this.url = url;
    }

    @Override
    public void announce(List<Publication.ChangedGroup> groups) {
        for (int from = 0; from < groups.size(); from += MESSAGES_A_CALL) {
            List<SendMessageBatchRequestEntry> entries = new ArrayList<>();
            for (Publication.ChangedGroup group :
                    groups.subList(from, Math.min(groups.size(), from + MESSAGES_A_CALL))) {
                entries.add(SendMessageBatchRequestEntry.builder()
                        .id(Integer.toString(group.group()))
                        .messageBody(Json.write(group))
                        .build());
            }
            var answer = sqs.sendMessageBatch(request -> request.queueUrl(url).entries(entries));
            if (!answer.failed().isEmpty()) {
                throw new IllegalStateException("Not sent: " + answer.failed().getFirst());
            }
        }
    }
}
