package dev.tandem.returns.lifecycle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tandem.commons.Environment;
import dev.tandem.commons.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.InvalidTokenException;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.lambda.powertools.logging.argument.StructuredArguments;

/** The queues of other systems, and the workflow. A function has only those that it has a right to. */
public final class MessageQueues implements Postman {
    private static final Logger LOG = LoggerFactory.getLogger(MessageQueues.class);

    private final Environment environment;
    private final SqsClient sqs;
    private final SfnClient stepFunctions;

    public MessageQueues(Environment environment, SqsClient sqs, SfnClient stepFunctions) {
        this.environment = environment;
        this.sqs = sqs;
        this.stepFunctions = stepFunctions;
    }

    @Override
    public void send(Outgoing message) {
        switch (message.to()) {
            case STOCK -> queue("STOCK_MOVEMENT_QUEUE_URL", message);
            case PAYMENT -> queue("REFUND_QUEUE_URL", message);
            case EXCHANGE -> queue("EXCHANGE_QUEUE_URL", message);
            case ESCALATION -> queue("RETURN_ESCALATION_QUEUE_URL", message);
            case WORKFLOW_START -> start(Json.tree(message.body()));
            case WORKFLOW_ANSWER -> answer(message, Json.tree(message.body()));
        }
    }

    private void queue(String variable, Outgoing message) {
        sqs.sendMessage(
                request -> request.queueUrl(environment.require(variable)).messageBody(message.body()));
    }

    private void start(JsonNode order) {
        try {
            stepFunctions.startExecution(request -> request.stateMachineArn(environment.require("RETURN_LIFECYCLE_ARN"))
                    .name(order.path("name").asText())
                    .input(order.path("input").toString()));
        } catch (ExecutionAlreadyExistsException e) {
            // It was started: a repeat.
        }
    }

    private void answer(Outgoing message, JsonNode answer) {
        try {
            stepFunctions.sendTaskSuccess(
                    request -> request.taskToken(answer.path("token").asText())
                            .output(answer.path("output").toString()));
        } catch (TaskTimedOutException | TaskDoesNotExistException | InvalidTokenException e) {
            // Given back before, or the wait was over first; then the workflow has gone the way of the clock.
            LOG.warn(
                    "Nobody waits for the answer any more",
                    StructuredArguments.entry("message", message.id()),
                    StructuredArguments.entry("error", e.getClass().getSimpleName()));
        }
    }
}
