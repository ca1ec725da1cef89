package dev.tandem.commons.queue;

import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/** Where messages go that can never succeed, with the reason beside them. */
@FunctionalInterface
public interface DeadLetters {
    void add(SqsRecord message, String code, String reason);

    /** The real queue. The original body is kept as it came, so that it can be sent again once the cause is mended. */
    static DeadLetters queue(SqsClient sqs, String queueUrl) {
        return (message, code, reason) -> sqs.sendMessage(request -> request.queueUrl(queueUrl)
                .messageBody(message.body())
                .messageAttributes(Map.of(
                        "code", text(code),
                        "reason", text(reason),
                        "originalMessageId", text(message.messageId()))));
    }

    private static MessageAttributeValue text(String value) {
        String shown = Optional.of(value).filter(v -> !v.isBlank()).orElse("unknown");
        return MessageAttributeValue.builder()
                .dataType("String")
                .stringValue(shown.substring(0, Math.min(shown.length(), 1024)))
                .build();
    }
}
