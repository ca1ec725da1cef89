package dev.tandem.local.stepfunctions;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * Does the work of Task states, item readers and result writers: the door from workflows to the other services.
 *
 * <p>Beside the resources of Task states it is asked for {@code arn:aws:states:::s3:getObject} (answer: the object as
 * text or bytes in {@code Body}), {@code s3:listObjectsV2} ({@code Contents}, {@code IsTruncated},
 * {@code NextContinuationToken}) and {@code s3:putObject} (the text in {@code Body} of the arguments).
 * {@code states:startExecution} never comes here: the engine does it itself.
 */
@FunctionalInterface
public interface TaskInvoker {
    /**
     * Calls the resource and waits for its answer. The thread is interrupted when the state times out or the execution
     * is stopped; the answer is then ignored.
     *
     * @return the answer in the shape that Step Functions gives it, for example {@code {"Payload":..,"StatusCode":200}}
     *     for {@code arn:aws:states:::lambda:invoke} and the bare payload for a function ARN
     * @throws TaskFailedException with the error name that Retry and Catch match
     */
    JsonNode invoke(TaskCall call) throws TaskFailedException, InterruptedException;
}
