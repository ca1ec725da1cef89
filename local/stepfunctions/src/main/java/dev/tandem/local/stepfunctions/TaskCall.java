package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * One call of a resource.
 *
 * @param resource the resource ARN without {@code .waitForTaskToken}, for example {@code arn:aws:states:::lambda:invoke}
 * @param arguments the evaluated Arguments
 * @param executionArn who calls
 * @param roleArn the role of the state machine, empty when none was registered
 * @param timeout how long the state waits for the answer
 */
public record TaskCall(String resource, JsonNode arguments, String executionArn, String roleArn, Duration timeout) {}
