package dev.tandem.commons;

import dev.tandem.commons.http.ApiRequest;
import dev.tandem.commons.idempotency.IdempotencyTable;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;

/**
 * Executions of a workflow that callers ask for. The name is made of the caller and the idempotency key, and Step Functions starts a name once, so a
 * repeat finds the same execution.
 */
@FunctionalInterface
public interface OnDemand {
    /** Starts an execution, once for each name. */
    void start(String name);

    /** The name of the execution that a request asks for. */
    static String name(ApiRequest request) {
        return "on-demand-"
                + IdempotencyTable.hash(request.requireSubject(), request.idempotencyKey())
                        .substring(0, 32);
    }

    static OnDemand of(SfnClient stepFunctions, String stateMachineArn) {
        return name -> {
            try {
                stepFunctions.startExecution(request ->
                        request.stateMachineArn(stateMachineArn).name(name).input("{}"));
            } catch (ExecutionAlreadyExistsException e) {
                // It ran already: the repeat of a request.
            }
        };
    }
}
